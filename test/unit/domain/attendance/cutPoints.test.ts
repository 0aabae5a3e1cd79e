import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPoint, reaches } from '../../../../shared/domain/attendance/cutPoints.ts';
import { atLeastShare, totalOf, wholeDays } from '../../../../shared/domain/attendance/dayTotal.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';

const cut = fc.constantFrom('10/100', '20/100', '5/100', '1/3', '0/1', '1/1', '0.123456789').map(cutPoint);
const missed = fc
  .tuple(fc.nat(2_000), fc.constantFrom(1, 2, 3, 7, 10_000))
  .map(([numerator, denominator]) => totalOf(fraction(numerator, denominator)));

describe('whether a share reaches a cut point', () => {
  it('is what exact fractions say, for whole days and parts of days', () => {
    fc.assert(
      fc.property(missed, fc.nat(200), cut, (days, enrolled, at) => {
        expect(reaches(days, wholeDays(enrolled), at)).toBe(atLeastShare(days, wholeDays(enrolled), at.share));
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds at the cut itself and not a ten-thousandth of a day below', () => {
    const tenth = cutPoint('10/100');
    expect(reaches(totalOf(fraction(25, 2)), wholeDays(125), tenth)).toBe(true);
    expect(reaches(totalOf(fraction(124_999, 10_000)), wholeDays(125), tenth)).toBe(false);
  });
});
