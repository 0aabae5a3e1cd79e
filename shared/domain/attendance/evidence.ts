import { formatDay } from '../calendar/day.ts';
import { ONE } from '../fraction.ts';
import { MAX_ROW_REFERENCES, type RowReference } from '../tiers/result.ts';
import type { AttendanceEvent, SchoolCalendar } from './record.ts';
import { effectOf, statedShare } from './rowEffect.ts';
import type { AttendanceTally } from './tally.ts';

/** Dates and rows behind a reason; at most 50 row references, the rest counted. */
export interface Evidence {
  readonly dates?: readonly string[];
  readonly rows?: readonly RowReference[];
  readonly moreRows?: number;
}

/** The days of some rows, ascending and each once, and the rows themselves. */
export function evidenceOfRows(rows: readonly AttendanceEvent[]): Evidence {
  const dates: string[] = [];
  const references: RowReference[] = [];
  for (const { day, row } of rows) {
    const date = formatDay(day);
    if (dates.at(-1) !== date) dates.push(date);
    references.push(row);
  }
  return asEvidence(dates, references);
}

/** The days that count as missed, and the rows that say so. */
export function evidenceOfAbsence(tally: AttendanceTally): Evidence {
  const dates: string[] = [];
  const references: RowReference[] = [];
  for (const { day, portion, rows, span } of tally.absentDays) {
    if (portion !== ONE && portion.numerator === 0n) continue;
    dates.push(formatDay(day));
    for (const event of rows) {
      if (rows.length === 1 || isMissed(event, span.calendar)) references.push(event.row);
    }
  }
  return asEvidence(dates, references);
}

const isMissed = (event: AttendanceEvent, { instructionalMinutes }: SchoolCalendar): boolean =>
  effectOf(event, statedShare(event, instructionalMinutes.get(event.day))) === 'missed';

function asEvidence(dates: readonly string[], rows: readonly RowReference[]): Evidence {
  if (dates.length === 0) return {};
  const more = rows.length - MAX_ROW_REFERENCES;
  return more > 0 ? { dates, rows: rows.slice(0, MAX_ROW_REFERENCES), moreRows: more } : { dates, rows };
}
