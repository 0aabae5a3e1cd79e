import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessAttendance } from '../../../../shared/domain/attendance/assess.ts';
import type { PartialDayRule } from '../../../../shared/domain/attendance/context.ts';
import {
  compareTotals,
  formatShare,
  ONE_DAY,
  totalOf,
  wholeDays,
} from '../../../../shared/domain/attendance/dayTotal.ts';
import type {
  AttendanceCategory,
  AttendanceEvent,
  AttendanceRecord,
  ClassEnrollment,
} from '../../../../shared/domain/attendance/record.ts';
import { tallyAttendance } from '../../../../shared/domain/attendance/tally.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { calendar, context, DAYS, ENROLLED, FIRST, meetings } from './district.ts';
import { naiveAttendance, UNITS_PER_DAY } from './naive.ts';

describe('periods against the rules written a second time', () => {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const present = <T extends object>(value: T): T =>
    Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
  const CLASSES = ['a', 'b', 'c', 'd', 'unknown'] as const;

  const rows = fc.array(
    fc
      .record({
        day: fc.integer({ min: FIRST, max: FIRST + 20 }),
        category: fc.constantFrom<AttendanceCategory[]>(
          'Unexcused Absence',
          'Excused Absence',
          'Present',
          'Tardy',
          'Partial',
        ),
        portionOfDay: maybe(fc.constantFrom(fraction(1, 4), fraction(3333, 10_000), fraction(1, 2))),
        period: maybe(fc.constantFrom('1', '2', '3', '4', '5', 'AM')),
        classSourcedId: maybe(fc.constantFrom(...CLASSES)),
        line: fc.nat(10_000),
      })
      .map(({ line, ...row }) =>
        present({ ...row, school: 'north', row: { drop: 'd1', file: 'attendanceEvents', line } } as AttendanceEvent),
      ),
    { maxLength: 60 },
  );
  const classes = fc.array(
    fc
      .record({
        classSourcedId: fc.constantFrom(...CLASSES),
        school: fc.constantFrom('north', 'north', 'south'),
        begin: maybe(fc.integer({ min: FIRST - 2, max: FIRST + 15 })),
        end: maybe(fc.integer({ min: FIRST, max: FIRST + 25 })),
      })
      .map((each) => present(each as ClassEnrollment)),
    { maxLength: 6 },
  );
  const timetable = fc.record({
    seed: fc.nat(1000),
    untaken: fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: FIRST, max: FIRST + 20 }))),
    schoolGaps: fc.uniqueArray(fc.integer({ min: FIRST, max: FIRST + 20 }), { maxLength: 3 }),
    rule: fc.constantFrom<PartialDayRule[]>('periodShare', 'halfDay'),
  });
  const PERIODS: Readonly<Record<string, readonly (readonly string[])[]>> = {
    a: [['1'], [], ['2']],
    b: [['2', '3'], ['1']],
    c: [['4'], ['4', '5'], []],
    d: [['5']],
  };

  function contextOf({
    seed,
    untaken,
    schoolGaps,
    rule: partialDayRule,
  }: {
    seed: number;
    untaken: [string, number][];
    schoolGaps: number[];
    rule: PartialDayRule;
  }) {
    const isOut = (id: string, on: number) => untaken.some(([each, off]) => each === id && off === on);
    const classDays = meetings(
      {},
      {
        periodsMet: (id, on) => PERIODS[id]?.[(on + seed) % PERIODS[id].length],
        taken: (id, on) => (isOut(id, on) ? false : 'abc'.includes(id) ? true : undefined),
        daysNotTaken: (id) =>
          [...new Set(untaken.filter(([each]) => each === id).map(([, on]) => on))].sort((a, b) => a - b),
      },
    );
    const takenDays = DAYS.filter((each) => !schoolGaps.includes(each));
    const calendars = new Map([['north', calendar('north', { takenDays })]]);
    return { ...context(15, { classDays, calendars }), settings: { ...context(1).settings, partialDayRule } };
  }

  it('agrees with the naive reference on any timetable, and stays within the day', () => {
    fc.assert(
      fc.property(rows, classes, timetable, (events, attended, given) => {
        const record: AttendanceRecord = { enrollments: ENROLLED, events, classes: attended };
        const within = contextOf(given);
        const naive = naiveAttendance(record, within);
        const tally = tallyAttendance(record, within);
        expect(tally.counted.count).toBe(naive.enrolled);
        const share = formatShare(totalOf(fraction(naive.missed, UNITS_PER_DAY)), wholeDays(naive.enrolled));
        if (naive.enrolled > 0) expect(formatShare(tally.missed, wholeDays(tally.counted.count))).toBe(share);
        for (const { portion } of tally.absentDays) expect(compareTotals(portion, ONE_DAY)).toBeLessThanOrEqual(0);
        expect(assessAttendance(record, within).tier).toBe(naive.tier);
      }),
      { numRuns: 600 },
    );
  });
});
