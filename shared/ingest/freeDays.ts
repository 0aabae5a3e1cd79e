import { type Day, formatDay } from '../domain/calendar/day.ts';
import type { Diagnostic } from '../domain/diagnostic.ts';
import type { FileRows } from '../lake/fileRows.ts';
import type { SchoolCalendars } from './schoolCalendars.ts';

/** Reports the attendance events that fall on weekends and other days without instruction: kept, and never counted. */
export function noteFreeDays(
  rows: FileRows,
  calendars: SchoolCalendars,
  file: string,
  report: (diagnostic: Diagnostic) => void,
): void {
  const placeOf = (name: string) => rows.schema.columns.findIndex((column) => column.name === name);
  const [school, date] = [placeOf('schoolSourcedId'), placeOf('date')];
  const isFree = freeDayTest((code) => (Number.isNaN(code) ? '' : rows.textOf(school, code)), calendars);
  for (let row = 0; row < rows.rowCount; row++) {
    if (rows.isDeletion(row)) continue;
    const day = rows.columns[date]?.get(row) ?? Number.NaN;
    if (!isFree(rows.columns[school]?.get(row) ?? Number.NaN, day)) continue;
    report({
      severity: 'notice',
      file,
      line: rows.lines.get(row),
      column: 'date',
      code: 'attendance.nonInstructionalDay',
      message: `${formatDay(day)} is no instructional day of the school: the event is kept and not counted.`,
    });
  }
}

/** Asks the calendars once for each school and day: millions of events share a few thousand of them. */
function freeDayTest(nameOf: (school: number) => string, calendars: SchoolCalendars) {
  const bySchool = new Map<number, Map<Day, boolean>>();
  let school = Number.NaN;
  let days: Map<Day, boolean> | undefined;
  return (code: number, day: Day): boolean => {
    if (days === undefined || school !== code) {
      days = bySchool.get(code) ?? new Map<Day, boolean>();
      bySchool.set(code, days);
      school = code;
    }
    const known = days.get(day);
    if (known !== undefined) return known;
    const free = calendars.isFree(nameOf(code), day);
    days.set(day, free);
    return free;
  };
}
