import { type Fraction, fraction } from '../domain/fraction.ts';
import { DECIMAL_SCALE } from './schema.ts';
import { type DecimalColumn, type IntColumn, NULL_INT, type StringColumn, type Table } from './table.ts';

/** Rows by dictionary code: those of `code` are `rows[offsets[code]]` up to `rows[offsets[code + 1]]`, ascending. */
export interface RowGroups {
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
}

/** Groups a table's rows by a string column; rows where it is missing are in no group. */
export function groupRows(column: StringColumn, rowCount: number): RowGroups {
  const offsets = new Int32Array(column.values.length + 1);
  for (let row = 0; row < rowCount; row++) {
    const code = column.codes[row] ?? NULL_INT;
    if (code !== NULL_INT) offsets[code + 1] = (offsets[code + 1] ?? 0) + 1;
  }
  for (let code = 0; code < column.values.length; code++) {
    offsets[code + 1] = (offsets[code + 1] ?? 0) + (offsets[code] ?? 0);
  }
  const rows = new Int32Array(offsets[column.values.length] ?? 0);
  const next = offsets.slice();
  for (let row = 0; row < rowCount; row++) {
    const code = column.codes[row] ?? NULL_INT;
    if (code === NULL_INT) continue;
    const at = next[code] ?? 0;
    rows[at] = row;
    next[code] = at + 1;
  }
  return { offsets, rows };
}

/** The text in a row; undefined where missing. */
export function stringAt(column: StringColumn, row: number): string | undefined {
  const code = column.codes[row] ?? NULL_INT;
  return code === NULL_INT ? undefined : column.values[code];
}

/** The same of a column as it is stored, for few of its rows. */
export function textAt(table: Table, column: string, row: number): string | undefined {
  const code = row < 0 ? Number.NaN : table.numbers(column).get(row);
  return Number.isNaN(code) ? undefined : table.dictionary(column).valueOf(code);
}

/** The integer in a row; undefined where missing. */
export function integerAt(column: IntColumn, row: number): number | undefined {
  const value = column.values[row] ?? NULL_INT;
  return value === NULL_INT ? undefined : value;
}

/** The day in a row, days since 1970-01-01; undefined where missing. */
export const dayAt = integerAt;

/** The decimal in a row as the exact fraction it was written as (0.5 is 5/10); undefined where missing. */
export function decimalAt(column: DecimalColumn, row: number): Fraction | undefined {
  const value = column.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? undefined : decimalOf(value);
}

/** The exact fraction of a stored decimal. */
export function decimalOf(value: number): Fraction {
  let numerator = value;
  let denominator = DECIMAL_SCALE;
  while (denominator > 1 && numerator % 10 === 0) {
    numerator /= 10;
    denominator /= 10;
  }
  return fraction(numerator, denominator);
}
