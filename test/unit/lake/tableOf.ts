import { parseDay } from '../../../shared/domain/calendar/day.ts';
import type { ColumnarTable } from '../../../shared/lake/columnar.ts';
import { emptyTable } from '../../../shared/lake/columnar.ts';
import { FileRows } from '../../../shared/lake/fileRows.ts';
import { merge } from '../../../shared/lake/merge.ts';
import { type ColumnKind, DECIMAL_SCALE, type TableSchema } from '../../../shared/lake/schema.ts';

/** Cells as they are easiest to write: days as ISO dates, decimals as numbers, missing cells left out. */
export type SampleRow = Readonly<Record<string, string | number | undefined>>;

/** Appends sample rows to a file's rows, from line 2 on. */
export function appendRows(builder: FileRows, rows: readonly SampleRow[]): FileRows {
  rows.forEach((row, index) => {
    builder.append(valuesOf(builder, row), index + 2, row['status'] === 'tobedeleted');
  });
  return builder;
}

/** A row as the parser hands it over: one number per column. */
export function valuesOf(builder: FileRows, row: SampleRow): Float64Array {
  return Float64Array.from(builder.schema.columns, ({ name, kind }, index) => {
    const value = row[name];
    return value === undefined ? Number.NaN : cellOf(builder, index, kind, value);
  });
}

function cellOf(builder: FileRows, index: number, kind: ColumnKind, value: string | number): number {
  if (kind === 'string') return builder.internString(index, String(value));
  if (kind === 'day') return typeof value === 'number' ? value : (parseDay(value) ?? Number.NaN);
  return kind === 'decimal' ? Math.round(Number(value) * DECIMAL_SCALE) : Number(value);
}

/** A table with these rows, as one drop would have made it. */
export function tableOf(schema: TableSchema, rows: readonly SampleRow[], dropId = 'drop-1'): ColumnarTable {
  const previous = emptyTable(schema);
  const builder = appendRows(new FileRows(previous), rows);
  return merge({ previous, rows: builder, mode: 'delta', dropId, settings: { startsOn: '07-01', generatedOn: 0 } })
    .table;
}
