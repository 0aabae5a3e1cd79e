import type { SchoolCalendar } from '../../domain/attendance/record.ts';
import { type CalendarEvent, isInstructionalDay } from '../../domain/calendar/calendarEvent.ts';
import { type Day, parseDay } from '../../domain/calendar/day.ts';
import type { SchoolYear } from '../../domain/calendar/schoolYear.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { type TakenDays, takenDaysOf } from '../../ingest/takenDays.ts';
import type { Coverage } from '../../lake/edition.ts';
import { dayAt, groupRows, integerAt, stringAt } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';
import { comparableTexts } from './comparableTexts.ts';

interface CalendarDay {
  /** By calendar code: a school may run several calendars. */
  readonly events: Map<string, CalendarEvent[]>;
  minutes: number | undefined;
}

export interface CalendarTables {
  readonly calendarDates: Table;
  /** Absent where nobody asks which days count. */
  readonly attendanceTaken?: Table;
}

/**
 * The instructional days of every school in a school year, with how far its attendance is known and the days for which
 * it was not taken. A day is instructional when one of the school's calendars says so; of several lengths of one day the
 * longest counts.
 */
export function schoolCalendars(
  { calendarDates, attendanceTaken }: CalendarTables,
  coverage: Coverage,
  year: Pick<SchoolYear, 'first' | 'last'>,
): ReadonlyMap<SchoolId, SchoolCalendar> {
  const taken = attendanceTaken && takenDaysOf(attendanceTaken, year);
  const schools = calendarDates.strings('schoolSourcedId');
  const { offsets, rows } = groupRows(schools, calendarDates.rowCount);
  const calendars = new Map<SchoolId, SchoolCalendar>();
  for (const [code, school] of comparableTexts(schools.values).entries()) {
    const days = daysOf(calendarDates, rows.subarray(offsets[code], offsets[code + 1]), year);
    if (days.size === 0) continue;
    const calendar = { ...calendarOf(school, days), ...coveredTo(coverage, school) };
    calendars.set(school, { ...calendar, ...takenOnly(calendar, taken?.get(school)) });
  }
  return calendars;
}

function daysOf(table: Table, rows: Int32Array, year: Pick<SchoolYear, 'first' | 'last'>): Map<Day, CalendarDay> {
  const dates = table.ints('date');
  const events = table.strings('calendarEvent');
  const codes = table.strings('calendarCode');
  const minutes = table.ints('instructionalMinutes');
  const days = new Map<Day, CalendarDay>();
  for (const row of rows) {
    const day = dayAt(dates, row);
    const event = stringAt(events, row) as CalendarEvent | undefined;
    if (day === undefined || event === undefined || day < year.first || day > year.last) continue;
    const found = days.get(day) ?? { events: new Map(), minutes: undefined };
    days.set(day, found);
    const code = stringAt(codes, row) ?? '';
    found.events.set(code, [...(found.events.get(code) ?? []), event]);
    const length = integerAt(minutes, row);
    if (length !== undefined) found.minutes = Math.max(found.minutes ?? 0, length);
  }
  return days;
}

function calendarOf(school: SchoolId, days: ReadonlyMap<Day, CalendarDay>): Omit<SchoolCalendar, 'coveredTo'> {
  const instructionalDays = [...days]
    .filter(([, { events }]) => [...events.values()].some(isInstructionalDay))
    .map(([day]) => day)
    .sort((a, b) => a - b);
  const instructionalMinutes = new Map<Day, number>();
  for (const day of instructionalDays) {
    const minutes = days.get(day)?.minutes;
    if (minutes !== undefined) instructionalMinutes.set(day, minutes);
  }
  return { school, instructionalDays, instructionalMinutes };
}

/** Days that should be known, of a school that says which it took attendance for, and that it does not name. */
function takenOnly(
  { instructionalDays, coveredTo }: SchoolCalendar,
  taken: TakenDays | undefined,
): Pick<SchoolCalendar, 'takenDays'> {
  if (taken === undefined || coveredTo === undefined) return {};
  const { first } = taken;
  const takenDays = instructionalDays.filter((day) => day < first || day > coveredTo || taken.isTaken(day));
  return takenDays.length === instructionalDays.length ? {} : { takenDays };
}

function coveredTo(coverage: Coverage, school: SchoolId): { coveredTo?: Day } {
  const covered = coverage[school];
  const day = covered === undefined ? undefined : parseDay(covered);
  return day === undefined ? {} : { coveredTo: day };
}
