import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  divide,
  type Fraction,
  formatFraction,
  fraction,
  larger,
  parseFraction,
  reduce,
  smaller,
  subtract,
  ZERO,
} from '../../../shared/domain/fraction.ts';

const anyFraction = fc
  .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: 1, max: 9999 }))
  .map(([numerator, denominator]) => fraction(numerator, denominator));

const equal = (a: Fraction, b: Fraction) => compare(a, b) === 0;

describe('exact fractions', () => {
  it('keeps a fraction as given and its denominator positive', () => {
    expect(formatFraction(fraction(20, 200))).toBe('20/200');
    expect(formatFraction(fraction(1, -2))).toBe('-1/2');
    expect(() => fraction(1, 0)).toThrow(RangeError);
  });

  it('divides without reducing', () => {
    expect(formatFraction(divide(fraction(17), fraction(169)))).toBe('17/169');
    expect(formatFraction(divide(fraction(5, 2), fraction(20)))).toBe('5/40');
  });

  it.each([
    ['17/169', '17/169'],
    ['0.10', '10/100'],
    ['0.3333', '3333/10000'],
    ['2', '2/1'],
    ['-1.5', '-15/10'],
    ['1/0', undefined],
    ['.5', undefined],
    ['10 %', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, written) => {
    const parsed = parseFraction(text);
    expect(parsed === undefined ? undefined : formatFraction(parsed)).toBe(written);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(anyFraction, (value) => {
        expect(parseFraction(formatFraction(value))).toEqual(value);
      }),
    );
  });

  it('adds, subtracts and compares as numbers do', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        expect(equal(add(a, b), add(b, a))).toBe(true);
        expect(equal(add(add(a, b), c), add(a, add(b, c)))).toBe(true);
        expect(equal(subtract(add(a, b), b), a)).toBe(true);
        expect(equal(subtract(a, a), ZERO)).toBe(true);
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        expect(compare(smaller(a, b), larger(a, b))).toBeLessThanOrEqual(0);
        expect(equal(add(smaller(a, b), larger(a, b)), add(a, b))).toBe(true);
      }),
    );
  });

  it('reduces to lowest terms without changing the value', () => {
    expect(reduce(fraction(50, 100))).toEqual(fraction(1, 2));
    expect(reduce(fraction(0, 7))).toEqual(fraction(0, 1));
    fc.assert(
      fc.property(anyFraction, (value) => {
        expect(equal(reduce(value), value)).toBe(true);
      }),
    );
  });
});
