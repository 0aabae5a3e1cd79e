import { formatDay } from '../calendar/day.ts';
import { MAX_ROW_REFERENCES, type Reason } from '../tiers/result.ts';
import type { IncidentRow } from './record.ts';

type Evidence = Pick<Reason, 'dates' | 'items' | 'rows' | 'moreRows'>;

/** The days of incidents, ascending and each once, what happened as the source names it, and the rows, in their order. */
export function evidenceOf(rows: readonly IncidentRow[]): Evidence {
  if (rows.length === 0) return {};
  return { ...datesAndRows(rows), items: [...new Set(rows.map(({ behavior }) => behavior))].sort() };
}

/** The same without what happened, where it is not known to be the student's doing. */
export function datesAndRows(rows: readonly IncidentRow[]): Evidence {
  const dates = [...new Set(rows.map(({ day }) => day))].sort((a, b) => a - b).map(formatDay);
  const references = rows.map(({ row }) => row);
  const more = references.length - MAX_ROW_REFERENCES;
  return more > 0
    ? { dates, rows: references.slice(0, MAX_ROW_REFERENCES), moreRows: more }
    : { dates, rows: references };
}
