import { type Day, formatDay } from '../calendar/day.ts';
import { MAX_ROW_REFERENCES, type Reason, type RowReference } from '../tiers/result.ts';
import { isAboveZero } from './dayTotal.ts';
import type { AttendanceEvent, SchoolCalendar } from './record.ts';
import { effectOf, statedShare } from './rowEffect.ts';
import type { AttendanceTally } from './tally.ts';

/** Dates and rows behind a reason; at most 50 row references, the rest counted. */
export interface Evidence {
  readonly dates?: readonly string[];
  readonly rows?: readonly RowReference[];
  readonly moreRows?: number;
}

/** A reason with its evidence, in the order in which reasons are written. */
export function withEvidence(
  { code, value, cutPoint, detail }: Pick<Reason, 'code' | 'value' | 'cutPoint' | 'detail'>,
  { dates, rows, moreRows }: Evidence,
): Reason {
  const reason: { -readonly [Member in keyof Reason]: Reason[Member] } = { code };
  if (value !== undefined) reason.value = value;
  if (cutPoint !== undefined) reason.cutPoint = cutPoint;
  if (dates !== undefined) reason.dates = dates;
  if (rows !== undefined) reason.rows = rows;
  if (moreRows !== undefined) reason.moreRows = moreRows;
  if (detail !== undefined) reason.detail = detail;
  return reason;
}

/** The days of some rows, ascending and each once, and the rows themselves. */
export function evidenceOfRows(rows: readonly AttendanceEvent[]): Evidence {
  const dates: string[] = [];
  const references: RowReference[] = [];
  let before: Day | undefined;
  for (const { day, row } of rows) {
    if (day !== before) dates.push(formatDay(day));
    before = day;
    references.push(row);
  }
  return asEvidence(dates, references);
}

/** The days that count as missed, and the rows that say so. */
export function evidenceOfAbsence(tally: AttendanceTally): Evidence {
  const dates: string[] = [];
  const references: RowReference[] = [];
  for (const { day, portion, rows, span } of tally.absentDays) {
    if (!isAboveZero(portion)) continue;
    dates.push(formatDay(day));
    for (const event of rows) {
      if (rows.length === 1 || isMissed(event, span.calendar)) references.push(event.row);
    }
  }
  return asEvidence(dates, references);
}

const isMissed = (event: AttendanceEvent, calendar: SchoolCalendar): boolean =>
  effectOf(event, statedShare(event, calendar)) === 'missed';

function asEvidence(dates: readonly string[], rows: readonly RowReference[]): Evidence {
  if (dates.length === 0) return {};
  const more = rows.length - MAX_ROW_REFERENCES;
  return more > 0 ? { dates, rows: rows.slice(0, MAX_ROW_REFERENCES), moreRows: more } : { dates, rows };
}
