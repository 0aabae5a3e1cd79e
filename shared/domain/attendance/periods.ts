import type { Day } from '../calendar/day.ts';
import type { SchoolId } from '../identity.ts';
import type { AttendanceContext } from './context.ts';
import type { AttendanceCategory, AttendanceEvent, AttendanceRecord, ClassEnrollment } from './record.ts';

/** Half-day codes come as these two periods. */
const HALF_DAYS: ReadonlySet<string> = new Set(['AM', 'PM']);

/** Rows that a source writes only where it writes one for every period; a tardy is an exception as an absence is. */
const ATTENDED: ReadonlySet<AttendanceCategory> = new Set(['Present', 'In Attendance']);

/** The periods of one student's day. */
export interface DayPeriods {
  /** How many met, those apart whose attendance was not taken. */
  readonly met: number;
  /** Whether a timetable told; else the rows did. */
  readonly fromTimetable: boolean;
  /** Whether rows speak of periods in which, by the timetable, none of the student's classes met. */
  readonly beyondTimetable: boolean;
  /** The periods a row speaks of: none for a daily row, and for one whose attendance was not taken. */
  readonly of: (row: AttendanceEvent) => readonly string[];
}

/** Whether a row speaks of a period, or of a class and so of its periods; other rows are daily. */
export const isPeriodRow = (row: AttendanceEvent): boolean =>
  row.period !== undefined || row.classSourcedId !== undefined;

/** A row's own name for its period, without a timetable: a row that names a class alone speaks of that class's period. */
export const periodOf = (row: AttendanceEvent): string | undefined => row.period ?? row.classSourcedId;

/** The classes of a school that a student attends on a day. */
export const classesOn = (
  classes: readonly ClassEnrollment[],
  school: SchoolId,
  day: Day,
): readonly ClassEnrollment[] =>
  classes.filter(
    (each) =>
      each.school === school &&
      (each.begin === undefined || each.begin <= day) &&
      (each.end === undefined || each.end >= day),
  );

/**
 * Which periods met, by the best that is known: the periods of the student's classes that day in the timetable; two for
 * half-day codes; else those the rows speak of, which is right where the source writes a row for every period. Periods
 * whose attendance was not taken are in neither numerator nor denominator.
 */
export function periodsOfDay(
  rows: readonly AttendanceEvent[],
  { school, day }: { readonly school: SchoolId; readonly day: Day },
  record: AttendanceRecord,
  { classDays }: AttendanceContext,
): DayPeriods {
  const ofClass = (id: string): readonly string[] => classDays?.periodsMet(id, day) ?? [];
  const isOut = (id: string): boolean => classDays?.taken(id, day) === false;
  const attended = classDays === undefined ? [] : classesOn(record.classes ?? [], school, day);
  const taken = new Set<string>();
  const untaken = new Set<string>();
  for (const { classSourcedId: id } of attended) {
    for (const period of ofClass(id)) (isOut(id) ? untaken : taken).add(period);
  }
  const namesOf = (row: AttendanceEvent): readonly string[] => {
    if (row.period !== undefined) return [row.period];
    if (row.classSourcedId === undefined) return [];
    const periods = ofClass(row.classSourcedId);
    return periods.length > 0 ? periods : [row.classSourcedId];
  };
  const of = (row: AttendanceEvent): readonly string[] => {
    if (row.classSourcedId !== undefined && isOut(row.classSourcedId)) return [];
    const names = namesOf(row);
    return untaken.size === 0 ? names : names.filter((name) => taken.has(name) || !untaken.has(name));
  };
  const spoken = new Set(rows.flatMap(of));
  const fromTimetable = taken.size + untaken.size > 0;
  if (!fromTimetable) return { met: metBySpoken(spoken), fromTimetable, beyondTimetable: false, of };
  // Half-day codes are no periods of the timetable.
  if (spoken.size > 0 && isHalves(spoken)) return { met: HALF_DAYS.size, fromTimetable, beyondTimetable: false, of };
  const met = new Set([...taken, ...spoken]).size;
  return { met, fromTimetable, beyondTimetable: met > taken.size, of };
}

const isHalves = (periods: ReadonlySet<string>): boolean => [...periods].every((period) => HALF_DAYS.has(period));

const metBySpoken = (spoken: ReadonlySet<string>): number =>
  spoken.size > 0 && isHalves(spoken) ? HALF_DAYS.size : spoken.size;

/** Whether a row speaks of a period other than half a day. */
const namesPeriod = (row: AttendanceEvent): boolean => {
  const period = periodOf(row);
  return period !== undefined && !HALF_DAYS.has(period);
};

/**
 * Whether the periods that met are a guess where no timetable tells: rows of missed periods alone do not say how many there
 * were. A source that writes a row for every period shows by its attended ones that it does.
 * @param rows a student's rows of one school and year
 */
export function periodsAreGuessed(rows: readonly AttendanceEvent[]): boolean {
  return rows.some(namesPeriod) && !rows.some((row) => namesPeriod(row) && ATTENDED.has(row.category));
}
