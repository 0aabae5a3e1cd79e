import { assessAttendance } from '../../../../shared/domain/attendance/assess.ts';
import type { AttendanceContext, ClassDays } from '../../../../shared/domain/attendance/context.ts';
import { attendanceCutPoints } from '../../../../shared/domain/attendance/cutPoints.ts';
import type {
  AttendanceCategory,
  AttendanceEvent,
  SchoolCalendar,
  SchoolEnrollment,
} from '../../../../shared/domain/attendance/record.ts';
import { type Day, parseDay, weekdayOf } from '../../../../shared/domain/calendar/day.ts';
import type { DomainResult, Reason } from '../../../../shared/domain/tiers/result.ts';

/** A small district for tests: weekdays from 2026-08-03 on, no holidays. */
export const day = (iso: string): Day => {
  const parsed = parseDay(iso);
  if (parsed === undefined) throw new Error(`${iso} is no day`);
  return parsed;
};

export const FIRST = day('2026-08-03');

/** The first `count` weekdays of the school year. */
export function weekdays(count: number, from: Day = FIRST): Day[] {
  const days: Day[] = [];
  for (let each = from; days.length < count; each++) if (weekdayOf(each) <= 5) days.push(each);
  return days;
}

export const DAYS = weekdays(180);
export const schoolDay = (index: number): Day => DAYS[index - 1]!;

export function calendar(school: string, changes: Partial<SchoolCalendar> = {}): SchoolCalendar {
  return { school, instructionalDays: DAYS, instructionalMinutes: new Map(), coveredTo: DAYS.at(-1)!, ...changes };
}

export const CUT_POINTS = attendanceCutPoints({
  version: '2026-27',
  attendance: {
    tier2: '10/100',
    tier3: '20/100',
    watch: '5/100',
    minimumDays: 10,
    rateFromDays: 20,
    earlyTier2Days: 4,
    earlyWatchDays: 2,
    stepDownDays: 10,
    staleAfterDays: 2,
  },
});

/** Everything as a district has it by default, as of the n-th school day. */
export function context(asOfSchoolDay: number, changes: Partial<AttendanceContext> = {}): AttendanceContext {
  return {
    asOf: schoolDay(asOfSchoolDay),
    schoolYear: { first: day('2026-07-01'), last: day('2027-06-30') },
    calendars: new Map([
      ['north', calendar('north')],
      ['south', calendar('south')],
    ]),
    settings: {
      partialDayRule: 'periodShare',
      exitDayCounts: false,
      countTransferDays: false,
      previousSchoolDays: 'kept',
    },
    cutPoints: CUT_POINTS,
    attendanceReceived: true,
    ...changes,
  };
}

/** Classes that meet in the same periods every day, with attendance taken in all of them unless `changes` say so. */
export const meetings = (
  periods: Readonly<Record<string, readonly string[]>>,
  changes: Partial<ClassDays> = {},
): ClassDays => ({
  periodsMet: (classSourcedId) => periods[classSourcedId],
  taken: () => undefined,
  daysNotTaken: () => [],
  ...changes,
});

/** Classes that meet every day and whose attendance was not taken on these days. */
export const notTaken = (
  periods: Readonly<Record<string, readonly string[]>>,
  days: Readonly<Record<string, readonly Day[]>>,
): ClassDays =>
  meetings(periods, {
    taken: (id, on) => (id in periods ? !(days[id] ?? []).includes(on) : undefined),
    daysNotTaken: (id) => days[id] ?? [],
  });

let line = 1;

export function event(on: Day, category: AttendanceCategory, changes: Partial<AttendanceEvent> = {}): AttendanceEvent {
  line += 1;
  return { school: 'north', day: on, category, row: { drop: 'd1', file: 'attendanceEvents', line }, ...changes };
}

/** Unexcused whole-day absences on school days (1 is the first). */
export const absences = (schoolDays: readonly number[], school = 'north'): AttendanceEvent[] =>
  schoolDays.map((each) => event(schoolDay(each), 'Unexcused Absence', { school }));

export const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

export const ENROLLED: readonly SchoolEnrollment[] = [{ school: 'north', entry: FIRST }];

/** A student of the north school all year long. */
export const assess = (
  events: readonly AttendanceEvent[],
  within: AttendanceContext,
  enrollments: readonly SchoolEnrollment[] = ENROLLED,
): DomainResult => assessAttendance({ enrollments, events }, within);

export const reason = (result: DomainResult, code: string): Reason | undefined =>
  result.reasons.find((each) => each.code === code);

/** Missed over enrolled days as the result says it. */
export const rateOf = (result: DomainResult): string | undefined => reason(result, 'absenceRate')?.value;
