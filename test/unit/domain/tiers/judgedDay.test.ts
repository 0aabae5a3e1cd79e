import { describe, expect, it } from 'vitest';
import type { SchoolEnrollment } from '../../../../shared/domain/attendance/record.ts';
import { judgedDay } from '../../../../shared/domain/tiers/judgedDay.ts';
import { day, FIRST } from '../attendance/district.ts';

const AS_OF = day('2026-12-18');
const YEAR = { first: day('2026-07-01'), last: day('2027-06-30') };

const judged = (enrollments: readonly Omit<SchoolEnrollment, 'school'>[], exitDayCounts = false) =>
  judgedDay(
    enrollments.map((each) => ({ school: 'north', ...each })),
    { asOf: AS_OF, schoolYear: YEAR, exitDayCounts },
  );

describe('the day as of which a student is judged', () => {
  const present = { day: AS_OF, exited: false };

  it('is the as-of day of who is enrolled, whose last day it is included', () => {
    expect(judged([{ entry: FIRST }])).toEqual(present);
    expect(judged([{ entry: AS_OF }])).toEqual(present);
    expect(judged([{ entry: FIRST, exit: AS_OF + 1 }])).toEqual(present);
    expect(judged([{ entry: FIRST, exit: AS_OF }], true)).toEqual(present);
    expect(judged([{ entry: day('2025-08-04') }])).toEqual(present);
  });

  it('is the last enrolled day of who has left, the latest of several', () => {
    expect(judged([{ entry: FIRST, exit: AS_OF }])).toEqual({ day: AS_OF - 1, exited: true });
    expect(judged([{ entry: FIRST, exit: AS_OF - 1 }], true)).toEqual({ day: AS_OF - 1, exited: true });
    const twice = [
      { entry: FIRST + 30, exit: AS_OF - 20 },
      { entry: FIRST, exit: AS_OF - 60 },
    ];
    for (const [exitDayCounts, day] of [
      [false, AS_OF - 21],
      [true, AS_OF - 20],
    ] as const) {
      expect(judged(twice, exitDayCounts)).toEqual({ day, exited: true });
      expect(judged(twice.toReversed(), exitDayCounts)).toEqual({ day, exited: true });
    }
  });

  it('is the as-of day between two enrolments', () => {
    expect(judged([{ entry: FIRST, exit: AS_OF - 5 }, { entry: AS_OF + 3 }])).toEqual(present);
  });

  it.each([
    ['nowhere', []],
    ['later only', [{ entry: AS_OF + 1 }]],
    ['last year only', [{ entry: day('2025-08-04'), exit: day('2026-06-12') }]],
    ['next year only', [{ entry: day('2027-08-02') }]],
    ['but never came', [{ entry: FIRST, exitType: 'No show' }]],
    ['for no day', [{ entry: FIRST, exit: FIRST }]],
  ])('is none of who is enrolled %s', (_title, enrollments) => {
    expect(judged(enrollments)).toBeUndefined();
  });
});
