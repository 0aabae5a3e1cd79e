import { formatDay } from '../domain/calendar/day.ts';
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
  for (let row = 0; row < rows.rowCount; row++) {
    if (rows.isDeletion(row)) continue;
    const day = rows.columns[date]?.get(row) ?? Number.NaN;
    if (!calendars.isFree(rows.textAt(school, row) ?? '', day)) continue;
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
