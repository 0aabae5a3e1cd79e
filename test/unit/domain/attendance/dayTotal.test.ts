import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  atLeastDays,
  compareTotals,
  countToReach,
  type DayTotal,
  formatDays,
  formatShare,
  isAboveZero,
  larger,
  minus,
  partOf,
  partsOf,
  plus,
  sumOfPortions,
  times,
  toFraction,
  totalOf,
  wholeDays,
} from '../../../../shared/domain/attendance/dayTotal.ts';
import {
  add,
  compare,
  divide,
  type Fraction,
  formatFraction,
  fraction,
  reduce,
  subtract,
} from '../../../../shared/domain/fraction.ts';

/** Shares as sources write them, and some whose sums no machine integer holds. */
const denominator = fc.oneof(
  fc.constantFrom(1n, 2n, 6n, 7n, 390n, 385n, 1_000_000n),
  fc.bigInt({ min: 1n, max: 2n ** 62n }),
);
const days = fc
  .tuple(fc.oneof(fc.bigInt({ min: 0n, max: 400n }), fc.bigInt({ min: 0n, max: 2n ** 70n })), denominator)
  .map(([numerator, of]) => fraction(numerator, of));

const same = (total: DayTotal, exact: Fraction) => expect(toFraction(total)).toEqual(reduce(exact));

describe('totals of days', () => {
  it('are what exact fractions say, however small their parts', () => {
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 400 }), (a, b, count) => {
        const [x, y] = [totalOf(a), totalOf(b)];
        same(x, a);
        same(plus(x, y), add(a, b));
        same(minus(x, y), subtract(a, b));
        same(minus(plus(x, y), y), a);
        same(partOf(x, count), divide(a, fraction(count)));
        same(times(x, y), fraction(a.numerator * b.numerator, a.denominator * b.denominator));
        same(larger(x, y), compare(a, b) >= 0 ? a : b);
        expect(Math.sign(compareTotals(x, y))).toBe(Math.sign(compare(a, b)));
        expect(isAboveZero(x)).toBe(a.numerator > 0n);
        expect(atLeastDays(x, count)).toBe(compare(a, fraction(count)) >= 0);
        expect(formatShare(x, wholeDays(count))).toBe(formatFraction(divide(reduce(a), fraction(count))));
        const text = formatFraction(reduce(a));
        expect(formatDays(x)).toBe(text.endsWith('/1') ? text.slice(0, -2) : text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('add up in any order', () => {
    fc.assert(
      fc.property(fc.array(days.map(totalOf), { maxLength: 12 }), (portions) => {
        const listed = portions.map((portion) => ({ portion }));
        expect(sumOfPortions(listed)).toEqual(sumOfPortions([...listed].reverse()));
        same(
          sumOfPortions(listed),
          portions.reduce((sum, each) => add(sum, toFraction(each)), fraction(0)),
        );
      }),
    );
  });

  it('are reached by so many equal steps, and not by one less', () => {
    fc.assert(
      fc.property(days.map(totalOf).filter(isAboveZero), fc.integer({ min: 1, max: 9 }), (each, of) => {
        for (const steps of [1, 2, 19, 180]) {
          const total = times(each, wholeDays(steps));
          expect(countToReach(total, each)).toBe(steps);
          expect(countToReach(plus(total, partOf(each, of + 1)), each)).toBe(steps + 1);
        }
      }),
    );
  });

  it('of minutes are in lowest terms', () => {
    expect(partsOf(195, 390)).toEqual(totalOf(fraction(1, 2)));
    expect(formatDays(partsOf(95, 390))).toBe('19/78');
  });
});
