import { formatDay } from '../calendar/day.ts';
import { MAX_ROW_REFERENCES, type Reason, type RowReference } from '../tiers/result.ts';
import type { AttendanceEvent } from './record.ts';
import { effectOf, statedShare } from './rowEffect.ts';
import type { AbsentDay, AttendanceTally } from './tally.ts';

/** At most 50 row references; how many more there are beside them. */
export function withRows(rows: readonly AttendanceEvent[]): Pick<Reason, 'rows' | 'moreRows'> {
  if (rows.length === 0) return {};
  const references: RowReference[] = [];
  for (const { row } of rows) {
    if (references.length === MAX_ROW_REFERENCES) break;
    references.push(row);
  }
  const more = rows.length - references.length;
  return more === 0 ? { rows: references } : { rows: references, moreRows: more };
}

/** ISO days in ascending order, each once. */
export function datesOf(rows: readonly AttendanceEvent[]): readonly string[] {
  const dates: string[] = [];
  for (const { day } of rows) {
    const date = formatDay(day);
    if (dates.at(-1) !== date) dates.push(date);
  }
  return dates;
}

/** The rows of a day that say something was missed. */
function missedRows({ day, span, rows }: AbsentDay): readonly AttendanceEvent[] {
  const minutes = span.calendar.instructionalMinutes.get(day);
  return rows.filter((row) => effectOf(row, statedShare(row, minutes)) === 'missed');
}

/** Days that count as missed and the rows that say so. */
export function evidenceOf(tally: AttendanceTally): Pick<Reason, 'dates' | 'rows' | 'moreRows'> {
  const dates: string[] = [];
  const rows: AttendanceEvent[] = [];
  for (const absent of tally.absentDays) {
    if (absent.portion.numerator === 0n) continue;
    dates.push(formatDay(absent.day));
    const [only] = absent.rows;
    if (absent.rows.length === 1 && only !== undefined) rows.push(only);
    else rows.push(...missedRows(absent));
  }
  return dates.length === 0 ? {} : { dates, ...withRows(rows) };
}
