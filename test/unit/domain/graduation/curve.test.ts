import { describe, expect, it } from 'vitest';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { formatExactCredits } from '../../../../shared/domain/graduation/credits.ts';
import { dueCredits } from '../../../../shared/domain/graduation/curve.ts';
import { PLAN, SCHEDULE } from './student.ts';
import { area, creditsOf, plan } from './transcript.ts';

const totals = (terms: readonly number[], requirements = PLAN, schedule = SCHEDULE) =>
  terms.map((term) => formatExactCredits(dueCredits(requirements, schedule, term).total));

describe('what is due', () => {
  it('grows evenly over eight semesters, and is the whole plan from then on', () => {
    expect(totals([-1, 0, 1, 2, 7, 8, 11])).toEqual(['0', '0', '3', '6', '21', '24', '24']);
  });

  it('follows the curve of a plan that has one', () => {
    const curve = ['1', '2.5', '5', '24'].map(creditsOf);
    expect(totals([0, 1, 2, 3, 4, 5], { ...PLAN, expectedCredits: curve })).toEqual(['0', '1', '2.5', '5', '24', '24']);
  });

  it('is exact where no decimal is', () => {
    const trimesters = { ...SCHEDULE, termsPerYear: 3, terms: 12 };
    expect(totals([1, 2, 3], plan('1'), trimesters)).toEqual(['1/12', '1/6', '0.25']);
  });

  it('of an area begins when its courses must, one at a time, and never before its share', () => {
    const requirements = plan('8', area('LANG', '2'), area('ENG', '4'), area('ELEC', '2', { any: true }));
    const areas = [2, 4, 5, 6, 8].map((term) => dueCredits(requirements, SCHEDULE, term).areas.map(formatExactCredits));
    expect(areas).toEqual([
      ['0', '1', '0.5'],
      ['0', '2', '1'],
      ['0.5', '2.5', '1.25'],
      ['1', '3', '1.5'],
      ['2', '4', '2'],
    ]);
  });

  it('leaves room for what the terms left can bring', () => {
    expect(dueCredits(PLAN, SCHEDULE, 6)).toMatchObject({
      termsLeft: 2,
      room: fraction(creditsOf('8')),
      roomOfArea: fraction(creditsOf('2')),
    });
  });
});
