import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay } from '../../../../shared/domain/calendar/day.ts';
import { computedOf, withOverride } from '../../../../shared/domain/tiers/override.ts';
import type { AssessedTier, DomainResult, Tier } from '../../../../shared/domain/tiers/result.ts';
import { explain } from '../../../../shared/domain/tiers/sentence.ts';
import { signatureOf, withoutGrowingDays } from '../../../../shared/domain/tiers/signature.ts';

function computed(tier: AssessedTier, flags: readonly string[] = ['watch']): DomainResult {
  const result = {
    tier,
    reasons: [{ code: 'absenceRate', value: '2/40', cutPoint: '1/10', detail: { tier: 2 } }],
    flags,
    asOf: '2026-10-26',
    thresholds: 'field-1',
  };
  return { ...result, signature: signatureOf(result, withoutGrowingDays) };
}

const LAST_DAY = '2026-11-30';
const crisis = { domain: 'attendance', tier: 3, expiresOn: LAST_DAY } as const;

describe('a crisis override', () => {
  it('sets the tier and shows the computed one beside it', () => {
    const result = withOverride(computed(1), crisis, '2026-10-27');
    expect(result).toMatchObject({ tier: 3, computed: { tier: 1 }, flags: ['override', 'watch'] });
    expect(result.reasons.map(({ code }) => code)).toEqual(['override', 'absenceRate']);
    expect(result.reasons[0]).toEqual({ code: 'override', dates: [LAST_DAY], detail: { tier: 3 } });
  });

  it('acts on its last day, and on the day after the computed tier acts again', () => {
    expect(withOverride(computed(1), crisis, LAST_DAY).tier).toBe(3);
    expect(withOverride(computed(1), crisis, '2026-12-01')).toEqual(computed(1));
  });

  it('works where nothing could be assessed, and in a tier that the data give as well', () => {
    expect(withOverride(computed('notAssessed'), crisis, LAST_DAY)).toMatchObject({
      tier: 3,
      computed: { tier: 'notAssessed' },
    });
    expect(withOverride(computed(3), crisis, LAST_DAY)).toMatchObject({ tier: 3, computed: { tier: 3 } });
  });

  it('can set a lower tier than the data give', () => {
    expect(withOverride(computed(3), { ...crisis, tier: 1 }, LAST_DAY)).toMatchObject({
      tier: 1,
      computed: { tier: 3 },
    });
  });

  it('is a change of the result with each of tier, last day and computed result', () => {
    const signatures = [
      computed(1),
      withOverride(computed(1), crisis, LAST_DAY),
      withOverride(computed(2), crisis, LAST_DAY),
      withOverride(computed(1), { ...crisis, tier: 2 }, LAST_DAY),
      withOverride(computed(1), { ...crisis, expiresOn: '2026-12-24' }, LAST_DAY),
    ].map(({ signature }) => signature);
    expect(new Set(signatures).size).toBe(signatures.length);
  });

  it('says in plain words who decided what, and what the data give', () => {
    const sentence = explain('attendance', withOverride(computed(1), crisis, LAST_DAY));
    expect(sentence).toMatch(
      /^Set to tier 3 by a member of staff, up to and including 2026-11-30; the data give tier 1\./,
    );
    expect(explain('attendance', withOverride(computed('notAssessed'), crisis, LAST_DAY))).toContain(
      'the data give no tier',
    );
  });

  const tiers = fc.constantFrom<AssessedTier>(1, 2, 3, 'notAssessed');
  const results = fc.record({ tier: tiers, flags: fc.subarray(['exited', 'stale', 'watch']) });
  const days = fc.integer({ min: 20_000, max: 21_000 }).map(formatDay);

  it('leaves the computed result as it was, whatever it is', () => {
    fc.assert(
      fc.property(results, fc.constantFrom<Tier>(1, 2, 3), days, days, ({ tier, flags }, set, expiresOn, day) => {
        const before = computed(tier, flags);
        const after = withOverride(before, { domain: 'attendance', tier: set, expiresOn }, day);
        expect(computedOf(after)).toEqual(before);
        expect(after.tier).toBe(day <= expiresOn ? set : tier);
        const { signature, ...rest } = after;
        expect(signatureOf(rest, withoutGrowingDays)).toBe(signature);
      }),
    );
  });
});
