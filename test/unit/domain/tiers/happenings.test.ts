import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  causeOf,
  happeningsOf,
  NEARING_CODES,
  PATTERN_CODES,
  type TierStanding,
} from '../../../../shared/domain/tiers/happenings.ts';
import type { AssessedTier } from '../../../../shared/domain/tiers/result.ts';

const standing = (tier: AssessedTier, codes: readonly string[] = [], flags: readonly string[] = []): TierStanding => ({
  domain: 'attendance',
  tier,
  reasonCodes: ['absenceRate', ...codes],
  flags,
  thresholds: 'field-1',
});
const overridden = (tier: AssessedTier) => standing(tier, ['override'], ['override']);

describe('the cause of a change', () => {
  it.each([
    ['the first publication', undefined, standing(2), true, 'baseline'],
    ['the data', standing(1), standing(2), false, 'data'],
    ['a student who was not known', undefined, standing(2), false, 'data'],
    ['other cut points', standing(1), { ...standing(2), thresholds: 'field-2' }, false, 'thresholds'],
    ['an override that began', standing(1), overridden(3), false, 'override'],
    ['an override of a student who was not known', undefined, overridden(3), false, 'override'],
    ['an override that ended', overridden(3), standing(1), false, 'override'],
    ['an override that was replaced', overridden(3), overridden(2), false, 'override'],
    [
      'an override, though cut points changed too',
      standing(1),
      { ...overridden(3), thresholds: 'f2' },
      false,
      'override',
    ],
  ] as const)('is that of %s', (_what, before, after, first, cause) => {
    expect(causeOf(before, after, first)).toBe(cause);
  });
});

describe('a pattern is found', () => {
  it('when its reason was not there before, all of a night in one', () => {
    expect(happeningsOf(standing(1), standing(1, ['oneWeekday', 'tardies']), false)).toEqual([
      { kind: 'patternFound', domain: 'attendance', codes: ['oneWeekday', 'tardies'] },
    ]);
    expect(happeningsOf(standing(1, ['tardies']), standing(1, ['tardies', 'oneWeekday']), false)).toEqual([
      { kind: 'patternFound', domain: 'attendance', codes: ['oneWeekday'] },
    ]);
  });

  it('once: not on the next night, and again after it had gone', () => {
    expect(happeningsOf(standing(1, ['oneWeekday']), standing(1, ['oneWeekday']), false)).toEqual([]);
    expect(happeningsOf(standing(1, ['oneWeekday']), standing(1), false)).toEqual([]);
  });

  it('of a student who is new, but not of a whole district at its first publication', () => {
    expect(happeningsOf(undefined, standing(1, ['tardies']), false)).toHaveLength(1);
    expect(happeningsOf(undefined, standing(1, ['tardies', 'watchBand']), true)).toEqual([]);
  });
});

describe('a cut is neared', () => {
  it.each(NEARING_CODES)('when the reason %s is newly there', (code) => {
    expect(happeningsOf(standing(1), standing(1, [code]), false)).toEqual([
      { kind: 'nearingCut', domain: 'attendance', codes: [code] },
    ]);
    expect(happeningsOf(standing(1, [code]), standing(1, [code]), false)).toEqual([]);
  });

  it('from below alone: who comes down from a higher tier leaves the cut behind', () => {
    expect(happeningsOf(standing(2), standing(1, ['watchBand']), false)).toEqual([]);
    expect(happeningsOf(standing('notAssessed'), standing(1, ['watchBand']), false)).toHaveLength(1);
  });

  it('beside a pattern of the same night', () => {
    const kinds = happeningsOf(standing(1), standing(1, ['projectedCrossing', 'tardies']), false).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['patternFound', 'nearingCut']);
  });
});

describe('whatever was and is', () => {
  const any = fc.record({
    tier: fc.constantFrom<AssessedTier>(1, 2, 3, 'notAssessed'),
    codes: fc.subarray([...PATTERN_CODES, ...NEARING_CODES, 'daysAtSchool']),
  });

  it('a code that was there happens to nobody, and the order of reasons makes no difference', () => {
    fc.assert(
      fc.property(any, any, (was, is) => {
        const [before, after] = [standing(was.tier, was.codes), standing(is.tier, is.codes)];
        const found = happeningsOf(before, after, false);
        expect(found.flatMap(({ codes }) => codes).filter((code) => was.codes.includes(code))).toEqual([]);
        const reversed = standing(is.tier, is.codes.toReversed());
        expect(happeningsOf(before, reversed, false)).toEqual(found);
        expect(happeningsOf(after, after, false)).toEqual([]);
      }),
    );
  });
});
