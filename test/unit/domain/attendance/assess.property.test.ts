import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessAttendance } from '../../../../shared/domain/attendance/assess.ts';
import type { AttendanceContext } from '../../../../shared/domain/attendance/context.ts';
import { compareTotals, formatShare, totalOf, wholeDays } from '../../../../shared/domain/attendance/dayTotal.ts';
import { federalFigures } from '../../../../shared/domain/attendance/federal.ts';
import {
  ATTENDANCE_CATEGORIES,
  type AttendanceEvent,
  type AttendanceRecord,
  type SchoolEnrollment,
} from '../../../../shared/domain/attendance/record.ts';
import { tallyAttendance } from '../../../../shared/domain/attendance/tally.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { CUT_POINTS, calendar, DAYS, day, FIRST, rateOf, schoolDay } from './district.ts';
import { naiveAttendance, UNITS_PER_DAY } from './naive.ts';

const SCHOOLS = ['north', 'south', 'east'] as const;
/** Absent keys stay absent, as in parsed rows. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;

/** In so many of ten cases a value, else none. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, ofTen: number) =>
  fc.oneof(
    { weight: ofTen, arbitrary: arbitrary as fc.Arbitrary<T | undefined> },
    { weight: 10 - ofTen, arbitrary: fc.constant(undefined) },
  );
const calendarDay = fc.integer({ min: FIRST - 5, max: FIRST + 90 });

const eventRow = fc
  .record({
    school: fc.constantFrom(...SCHOOLS),
    day: calendarDay,
    category: fc.constantFrom(...ATTENDANCE_CATEGORIES),
    absenceClass: maybe(
      fc.constantFrom('medical', 'outOfSchoolSuspension', 'inSchoolSuspension', 'schoolActivity', 'homebound', 'other'),
      3,
    ),
    portionOfDay: maybe(
      fc.constantFrom(
        fraction(0),
        fraction(1, 4),
        fraction(1, 2),
        fraction(3333, 10_000),
        fraction(1_000_000, 1_000_000),
      ),
      4,
    ),
    minutesMissed: maybe(fc.constantFrom(0, 30, 60, 195, 210, 390, 500), 4),
    period: maybe(fc.constantFrom('AM', 'PM', '1', '2', '3', '4', '5'), 4),
    line: fc.nat(10_000),
  })
  .map(
    ({ line, ...row }) => present({ ...row, row: { drop: 'd1', file: 'attendanceEvents', line } }) as AttendanceEvent,
  );

const enrollment = fc
  .record({
    school: fc.constantFrom(...SCHOOLS),
    entry: fc.integer({ min: FIRST - 40, max: FIRST + 80 }),
    length: maybe(fc.integer({ min: -2, max: 90 }), 5),
    exitType: maybe(fc.constantFrom('Transferred', 'No show', 'Invalid enrollment'), 3),
    primary: maybe(fc.boolean(), 5),
  })
  .map(({ length, ...each }) =>
    present({ ...each, exit: length === undefined ? undefined : each.entry + length } as SchoolEnrollment),
  );

const anyRecord: fc.Arbitrary<AttendanceRecord> = fc.record({
  enrollments: fc.oneof(
    fc.constant<SchoolEnrollment[]>([{ school: 'north', entry: FIRST }]),
    fc.array(enrollment, { maxLength: 4 }),
  ),
  events: fc.array(eventRow, { maxLength: 40 }),
});

const minutes = new Map(DAYS.slice(0, 60).map((each, index) => [each, index % 3 === 0 ? 420 : 390]));
const anyContext: fc.Arbitrary<AttendanceContext> = fc
  .record({
    asOf: fc.integer({ min: FIRST - 3, max: FIRST + 85 }),
    covered: maybe(fc.integer({ min: FIRST - 3, max: FIRST + 100 }), 8),
    partialDayRule: fc.constantFrom('periodShare' as const, 'halfDay' as const),
    exitDayCounts: fc.boolean(),
  })
  .map(({ asOf, covered, partialDayRule, exitDayCounts }) => ({
    asOf,
    schoolYear: { first: day('2026-07-01'), last: day('2027-06-30') },
    calendars: new Map([
      ['north', calendar('north', { instructionalMinutes: minutes })],
      [
        'south',
        present({
          ...calendar('south'),
          instructionalDays: DAYS.filter((each) => each % 9 !== 0),
          coveredTo: covered,
        }) as ReturnType<typeof calendar>,
      ],
    ]),
    settings: { partialDayRule, exitDayCounts, countTransferDays: false, previousSchoolDays: 'kept' as const },
    cutPoints: CUT_POINTS,
    attendanceReceived: true,
  }));

describe('attendance against the rules written a second time', () => {
  it('agrees with the naive day-by-day reference on any record', () => {
    fc.assert(
      fc.property(anyRecord, anyContext, (record, context) => {
        const naive = naiveAttendance(record, context);
        const tally = tallyAttendance(record, context);
        const result = assessAttendance(record, context);
        expect(result.tier).toBe(naive.tier);
        expect(tally.counted.count).toBe(naive.enrolled);
        expect(tally.tardies.length).toBe(naive.tardies);
        const share = formatShare(totalOf(fraction(naive.missed, UNITS_PER_DAY)), wholeDays(naive.enrolled));
        expect(rateOf(result)).toBe(naive.enrolled === 0 ? undefined : share);
        const federal = federalFigures(tally).map((each) => [
          each.school,
          { enrolled: each.daysEnrolled, absent: each.daysAbsent },
        ]);
        expect(Object.fromEntries(federal)).toEqual(naive.federal);
      }),
      { numRuns: 800 },
    );
  });

  it('agrees on dense records, where tiers move often', () => {
    const dense = fc.uniqueArray(fc.integer({ min: 1, max: 70 }), { minLength: 2, maxLength: 18 });
    fc.assert(
      fc.property(dense, anyContext, (days, context) => {
        const events = days.map(
          (each, line): AttendanceEvent => ({
            school: 'north',
            day: schoolDay(each),
            category: 'Unexcused Absence',
            row: { drop: 'd1', file: 'attendanceEvents', line },
          }),
        );
        const record = { enrollments: [{ school: 'north', entry: FIRST }], events };
        expect(assessAttendance(record, context).tier).toBe(naiveAttendance(record, context).tier);
      }),
      { numRuns: 800 },
    );
  });
});

describe('a result is a function of the facts', () => {
  it('gives the same bytes whatever the order of rows and enrolments', () => {
    const shuffled = anyRecord.chain((record) =>
      fc.record({
        record: fc.constant(record),
        again: fc.record({
          enrollments: fc.shuffledSubarray([...record.enrollments], { minLength: record.enrollments.length }),
          events: fc.shuffledSubarray([...record.events], { minLength: record.events.length }),
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, anyContext, ({ record, again }, context) => {
        const first = JSON.stringify(assessAttendance(record, context));
        expect(JSON.stringify(assessAttendance(again, context))).toBe(first);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same bytes again and leaves its arguments as they were', () => {
    fc.assert(
      fc.property(anyRecord, anyContext, (record, context) => {
        const before = structuredClone(record);
        const first = JSON.stringify(assessAttendance(record, context));
        expect(JSON.stringify(assessAttendance(record, context))).toBe(first);
        expect(record).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on rows after the as-of day', () => {
    fc.assert(
      fc.property(anyRecord, anyContext, (record, context) => {
        const known = { ...record, events: record.events.filter((each) => each.day <= context.asOf) };
        expect(assessAttendance(known, context)).toEqual(assessAttendance(record, context));
      }),
      { numRuns: 300 },
    );
  });

  it('never misses more days than enrolled, and never assesses without a counted day', () => {
    fc.assert(
      fc.property(anyRecord, anyContext, (record, context) => {
        const { counted, missed } = tallyAttendance(record, context);
        expect(compareTotals(missed, wholeDays(counted.count))).toBeLessThanOrEqual(0);
        if (counted.count === 0) expect(assessAttendance(record, context).tier).toBe('notAssessed');
      }),
      { numRuns: 500 },
    );
  });
});
