import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { SchoolCalendars } from '../../../shared/ingest/schoolCalendars.ts';
import { withdrawalHolds } from '../../../shared/ingest/withdrawals.ts';
import { calendarDatesFile } from '../../../shared/sis/files/calendarDates.ts';
import { schoolEnrollmentsFile } from '../../../shared/sis/files/schoolEnrollments.ts';
import { type SampleRow, tableOf } from '../lake/tableOf.ts';

const day = (iso: string) => parseDay(iso)!;
const LAST_DAY = '2026-05-29';
const calendars = new SchoolCalendars(
  tableOf(
    calendarDatesFile.table,
    ['2025-08-18', '2026-03-12', LAST_DAY].map((date) => ({
      schoolSourcedId: 'A',
      date: day(date),
      calendarEvent: 'instructionalDay',
    })),
  ),
);

const enrolled = (count: number, more: (student: number) => SampleRow = () => ({})) =>
  tableOf(
    schoolEnrollmentsFile.table,
    Array.from({ length: count }, (_, i) => ({
      studentSourcedId: `S${i}`,
      schoolSourcedId: 'A',
      entryDate: day('2025-08-18'),
      ...more(i),
    })),
  );

const holds = (count: number, more: (student: number) => SampleRow, on = '2026-03-12') =>
  withdrawalHolds({
    before: enrolled(count),
    after: enrolled(count, more),
    on: day(on),
    yearEnd: day('2026-07-31'),
    calendars,
    file: 'schoolEnrollments.csv',
  });

const leaving =
  (number: number, exit = '2026-03-02', type?: string) =>
  (student: number) =>
    student < number ? { exitWithdrawDate: day(exit), ...(type !== undefined && { exitWithdrawType: type }) } : {};

describe('a drop that withdraws students by their exit dates', () => {
  it('is held with how many of how many, by school', () => {
    expect(holds(60, leaving(50))).toEqual([
      {
        code: 'guard.withdrawals',
        file: 'schoolEnrollments.csv',
        school: 'A',
        message: '50 of 60 students enrolled at school A would be withdrawn, more than 10 %.',
      },
    ]);
  });

  it('is held from more than 10 and more than 10 % on, exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.nat({ max: 20 }), (count, wanted) => {
        const left = Math.min(wanted, count);
        expect(holds(count, leaving(left)).length).toBe(left > 10 && left * 10 > count ? 1 : 0);
      }),
      { numRuns: 60 },
    );
  });

  it('is not held for exits that are still to come', () => {
    expect(holds(60, leaving(50, '2026-03-13'))).toEqual([]);
  });

  it('is not held at the end of the year: by the type of the exits, or where no instruction follows', () => {
    expect(holds(60, leaving(50, '2026-03-02', 'Graduated'))).toEqual([]);
    expect(holds(60, leaving(50, '2026-03-02', 'End of school year'))).toEqual([]);
    expect(holds(60, leaving(50, LAST_DAY), '2026-06-05')).toEqual([]);
    expect(holds(60, leaving(50, '2026-05-28'), '2026-06-05')).toHaveLength(1);
  });

  it('is not held for those who are enrolled there again', () => {
    const again = Array.from({ length: 60 }, (_, i) => [
      {
        studentSourcedId: `S${i}`,
        schoolSourcedId: 'A',
        entryDate: day('2025-08-18'),
        exitWithdrawDate: day('2026-03-02'),
      },
      { studentSourcedId: `S${i}`, schoolSourcedId: 'A', entryDate: day('2026-03-02') },
    ]).flat();
    const after = tableOf(schoolEnrollmentsFile.table, again);
    const around = { before: enrolled(60), after, on: day('2026-03-12'), yearEnd: day('2026-07-31') };
    expect(withdrawalHolds({ ...around, calendars, file: 'schoolEnrollments.csv' })).toEqual([]);
  });
});
