import { schoolYearNamed } from '../domain/calendar/schoolYear.ts';
import type { Diagnostic } from '../domain/diagnostic.ts';
import type { FileRows } from '../lake/fileRows.ts';

/**
 * Ends open spans of a drop for an earlier school year with that year: whoever is still there has a row of this year, and
 * whoever has none has left. Answers how many there were.
 */
export function closeOpenSpans(rows: FileRows, schoolYear: number, startsOn: string): number {
  const { scope, columns } = rows.schema;
  if (scope.kind !== 'span') return 0;
  const { last } = schoolYearNamed(schoolYear, startsOn);
  const [starts, ends] = [scope.from, scope.to].map(
    (edge) => rows.columns[columns.findIndex(({ name }) => name === edge)],
  );
  let closed = 0;
  for (let row = 0; ends && row < rows.rowCount; row++) {
    if (!Number.isNaN(ends.get(row)) || (starts?.get(row) ?? last) > last) continue;
    ends.set(row, last);
    if (!rows.isDeletion(row)) closed++;
  }
  return closed;
}

export interface EarlierYearRows {
  readonly file: string;
  readonly schoolYear: number;
  /** Rows whose open span was ended with the year. */
  readonly closed: number;
  /** Rows that would have touched a later year and were passed over. */
  readonly beyond: number;
}

/** What is told once of a file for an earlier school year. */
export function earlierYearNotices({ file, schoolYear, closed, beyond }: EarlierYearRows): readonly Diagnostic[] {
  const notice = { severity: 'notice', file, line: 0 } as const;
  const notices: Diagnostic[] = [];
  if (closed > 0) {
    const message = `${rowsOf(closed)} on without an end: the drop speaks of school year ${schoolYear} alone, and they end with it.`;
    notices.push({ ...notice, code: 'schoolYear.open_span_closed', message });
  }
  if (beyond > 0) {
    const message = `${rowsOf(beyond)} beyond school year ${schoolYear}, of which the drop speaks: what is there of later years stays as it is.`;
    notices.push({ ...notice, code: 'schoolYear.later_year_kept', message });
  }
  return notices;
}

const rowsOf = (count: number) => (count === 1 ? '1 row reaches' : `${count} rows reach`);
