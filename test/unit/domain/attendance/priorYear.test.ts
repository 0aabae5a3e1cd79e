import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byPriorYear, hasTooFewDays } from '../../../../shared/domain/attendance/priorYear.ts';
import { absences, assess, context, ENROLLED, range, reason, schoolDay } from './district.ts';

const thin = assess([], context(5));
/** As of the n-th day of last year, of a student who missed so many of its first days. */
const by = (enrolled: number, missed: number) =>
  byPriorYear(thin, { enrollments: ENROLLED, events: absences(range(1, missed)) }, context(enrolled), 2026);

describe('a student with too few days in the first grading period', () => {
  it('is told by last year’s share, which says so', () => {
    const result = by(100, 12);
    expect(result).toMatchObject({ tier: 2, flags: ['priorYear'], asOf: thin.asOf, thresholds: thin.thresholds });
    expect(result.reasons[0]).toMatchObject({
      code: 'lastYearRate',
      value: '12/100',
      cutPoint: '10/100',
      detail: { schoolYear: 2026, missed: '12' },
    });
    expect(result.reasons[0]?.dates).toHaveLength(12);
    expect(result.reasons.slice(1)).toEqual(thin.reasons);
    expect(result.signature).not.toBe(thin.signature);
  });

  it('is tier 2 from exactly the cut on, else 1, and never tier 3', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 120 }), fc.nat(120), (enrolled, some) => {
        const missed = Math.min(enrolled, some);
        expect(by(enrolled, missed).tier).toBe(missed * 10 >= enrolled ? 2 : 1);
      }),
    );
  });

  it('stays not assessed where last year is thin too', () => {
    expect(by(19, 19)).toBe(thin);
    expect(byPriorYear(thin, { enrollments: [], events: [] }, context(100), 2026)).toBe(thin);
  });

  it('is nobody who has left, who has days enough, or of whom nothing is known', () => {
    expect(hasTooFewDays(thin)).toBe(true);
    expect(hasTooFewDays(assess([], context(10)))).toBe(false);
    expect(hasTooFewDays(assess([], context(5), []))).toBe(false);
    const left = assess([], context(9), [{ school: 'north', entry: schoolDay(1), exit: schoolDay(5) }]);
    expect(reason(left, 'tooFewDays')).toBeDefined();
    expect(hasTooFewDays(left)).toBe(false);
  });
});
