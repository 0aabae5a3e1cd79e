import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familyWords } from '../../../../shared/domain/tiers/familyWords.ts';
import { withOverride } from '../../../../shared/domain/tiers/override.ts';
import { type AssessedTier, DOMAINS, type DomainOutcome, type Reason } from '../../../../shared/domain/tiers/result.ts';

const outcome = (tier: AssessedTier, ...reasons: Reason[]): DomainOutcome => ({
  tier,
  reasons,
  flags: ['watch'],
  thresholds: 'field-1',
});
const figuresOf = (domain: (typeof DOMAINS)[number], tier: AssessedTier, ...reasons: Reason[]) =>
  familyWords(domain, outcome(tier, ...reasons)).figures;

describe('a family reads', () => {
  test('days missed and their share, without the cut they were held against', () => {
    const reason = { code: 'absenceRate', value: '17/169', cutPoint: '10/100', detail: { missed: '17/1', tier: 2 } };
    expect(figuresOf('attendance', 2, reason)).toEqual([
      '17 days missed this school year: 10.05 % of the days enrolled.',
    ]);
    expect(figuresOf('attendance', 1, { ...reason, value: '1/170', detail: { missed: '1/1' } })).toEqual([
      '1 day missed this school year: 0.58 % of the days enrolled.',
    ]);
  });

  test('what was not passed, by name, and nothing where nothing was', () => {
    const failed = { code: 'failures', value: '2', cutPoint: '2', items: ['Algebra I', 'Biology'] };
    expect(figuresOf('academics', 3, failed)).toEqual(['2 courses not passed this school year (Algebra I, Biology).']);
    expect(figuresOf('academics', 1, { ...failed, value: '0', items: [] })).toEqual([]);
  });

  test('credits beside those expected by now', () => {
    const reason = { code: 'creditsBehind', value: '10', cutPoint: '12', detail: { tier: 2, behind: '2', term: 4 } };
    expect(figuresOf('graduation', 2, reason)).toEqual(['10 credits earned; 12 are expected by now.']);
  });

  test('what students were asked about, and not what they answered', () => {
    const asked = { code: 'constructsAssessed', items: ['selfAwareness'], dates: ['2026-09-12'] };
    const low = { code: 'lowConstructs', value: '1', items: ['selfAwareness'], detail: { assessed: 1, tier: 2 } };
    const position = { code: 'constructPosition', value: '1/10', items: ['selfAwareness'], dates: ['2026-09-12'] };
    expect(figuresOf('wellBeing', 2, low, position, asked)).toEqual([
      'Students were asked about self awareness (2026-09-12).',
    ]);
  });

  test('why nothing can be said, where nothing can', () => {
    expect(figuresOf('attendance', 'notAssessed', { code: 'notEnrolled' })).toEqual([
      'The student is not enrolled at present.',
    ]);
  });

  test('the meaning of a tier that somebody has set, and the figures of the data', () => {
    const computed = outcome(1, { code: 'expulsions', value: '1', cutPoint: '1', detail: { tier: 3 } });
    const set = withOverride(computed, { domain: 'behavior', tier: 3, expiresOn: '2026-12-31' }, '2026-10-01');
    const { meaning, figures } = familyWords('behavior', set);
    expect([meaning, figures]).toEqual([
      'Individual, intensive support is called for here.',
      ['1 expulsion this school year.'],
    ]);
  });
});

test('a reason without words for families is told to nobody, whatever it holds', () => {
  const value = fc.stringMatching(/^secret[a-z]{1,8}$/);
  const unknown = fc.record({ code: value, value, cutPoint: value, items: fc.array(value), dates: fc.array(value) });
  fc.assert(
    fc.property(fc.constantFrom(...DOMAINS), fc.array(unknown), (domain, reasons) => {
      expect(JSON.stringify(familyWords(domain, outcome(3, ...reasons)))).not.toContain('secret');
    }),
  );
});
