import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPoint, reaches } from '../../../../shared/domain/attendance/cutPoints.ts';
import { toFraction, totalOf, wholeDays } from '../../../../shared/domain/attendance/dayTotal.ts';
import { tierOf } from '../../../../shared/domain/attendance/tierOf.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { absences, assess, CUT_POINTS, context, range, rateOf } from './district.ts';

const standing = (missed: number, enrolled: number) => ({
  day: 0,
  missed: wholeDays(missed),
  enrolled: wholeDays(enrolled),
});

describe('cut points on exact shares', () => {
  it('puts the cut of tier 2 at exactly 10 % and of tier 3 at exactly 20 %, for every number of enrolled days', () => {
    for (let enrolled = 20; enrolled <= 250; enrolled++) {
      for (let missed = 0; missed <= enrolled; missed++) {
        const expected = missed * 5 >= enrolled ? 3 : missed * 10 >= enrolled ? 2 : 1;
        expect(tierOf(standing(missed, enrolled), CUT_POINTS), `${missed}/${enrolled}`).toBe(expected);
      }
    }
  });

  it('decides by counts with 10 to 19 enrolled days: never tier 3, tier 2 from 4 days missed', () => {
    for (let enrolled = 10; enrolled <= 19; enrolled++) {
      for (let missed = 0; missed <= enrolled; missed++) {
        expect(tierOf(standing(missed, enrolled), CUT_POINTS)).toBe(missed >= 4 ? 2 : 1);
      }
    }
  });

  it('assesses nobody with fewer than 10 enrolled days', () => {
    for (let enrolled = 1; enrolled < 10; enrolled++) {
      expect(tierOf(standing(enrolled, enrolled), CUT_POINTS)).toBe('notAssessed');
    }
  });

  it('compares in big and in machine integers alike', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.integer({ min: 1, max: 400 }), fc.nat(100), (missed, enrolled, percent) => {
        const cut = cutPoint(`${percent}/100`);
        const large = { text: cut.text, share: { ...cut.share, exact: toFraction(cut.share) } };
        const m = wholeDays(missed);
        const n = wholeDays(enrolled);
        expect(reaches(m, n, cut)).toBe(reaches(m, n, large));
        expect(reaches(m, n, cut)).toBe(missed * 100 >= percent * enrolled);
      }),
    );
  });

  it('compares portions exactly: a millionth of a day below the cut is below', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 250 }), fc.constantFrom(1n, -1n, 0n), (enrolled, offset) => {
        const missed = totalOf(fraction(BigInt(enrolled) * 100_000n + offset, 1_000_000n));
        const tier = tierOf({ day: 0, missed, enrolled: wholeDays(enrolled) }, CUT_POINTS);
        expect(tier).toBe(offset < 0n ? 1 : 2);
      }),
    );
  });

  it('keeps a cut point that machine integers cannot hold', () => {
    const cut = cutPoint('0.1000000000000000000001');
    expect(cut.share.exact).toBeDefined();
    expect(reaches(wholeDays(10), wholeDays(100), cut)).toBe(false);
    expect(reaches(wholeDays(11), wholeDays(100), cut)).toBe(true);
  });

  it('refuses a cut point that is no exact share', () => {
    expect(() => cutPoint('ten percent')).toThrow(RangeError);
  });
});

describe('whole records at the boundaries', () => {
  it.each([
    [17, 170, 2],
    [16, 170, 1],
    [34, 170, 3],
    [33, 170, 2],
    [2, 20, 2],
    [1, 20, 1],
    [4, 20, 3],
    [3, 20, 2],
  ])('%i of %i days missed is tier %i', (missed, enrolled, tier) => {
    const latest = absences(range(enrolled - missed + 1, enrolled));
    const result = assess(latest, context(enrolled));
    expect(result.tier).toBe(tier);
    expect(rateOf(result)).toBe(`${missed}/${enrolled}`);
  });

  it('never lowers a tier by one more absence', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 10, max: 60 }),
        (days, more, asOf) => {
          const before = assess(absences(days), context(asOf)).tier;
          const after = assess(absences([...new Set([...days, more])]), context(asOf)).tier;
          expect(Number(after)).toBeGreaterThanOrEqual(Number(before));
        },
      ),
    );
  });
});
