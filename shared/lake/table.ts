import type { Dictionary } from './dictionary.ts';
import type { TableSchema } from './schema.ts';

/** Mark of a missing cell in `Int32Array` columns (string codes, days, integers). */
export const NULL_INT = -2_147_483_648;

/** A column of dictionary codes. `codes[row]` indexes `values`, or is NULL_INT. */
export interface StringColumn {
  readonly kind: 'string';
  readonly codes: Int32Array;
  readonly values: readonly string[];
}

/** A column of days or integers; missing cells are NULL_INT. */
export interface IntColumn {
  readonly kind: 'day' | 'integer';
  readonly values: Int32Array;
}

/** A column of decimals × 1,000,000; missing cells are NaN. */
export interface DecimalColumn {
  readonly kind: 'decimal';
  readonly values: Float64Array;
}

/** Numbers of a column, narrow as they are stored. */
export interface NumberColumn {
  get(row: number): number;
}

export type Column = StringColumn | IntColumn | DecimalColumn;

/**
 * An immutable table of an edition. Beside its schema's columns every row knows the drop and the physical line of its
 * first coming: `drops` and `lines`.
 */
export interface Table {
  readonly schema: TableSchema;
  readonly rowCount: number;
  /** Throws a `TypeError` when the schema has no such column of that kind: a programming error. */
  strings(column: string): StringColumn;
  ints(column: string): IntColumn;
  decimals(column: string): DecimalColumn;
  /**
   * A column of any kind as it is stored, for tables so large that widening it would cost too much: the number in a row
   * as `ColumnKind` says, NaN where missing.
   */
  numbers(column: string): NumberColumn;
  /** The texts of a string column by code. */
  texts(column: string): readonly string[];
  /** The same as they are stored, for those who need not make strings of all. */
  dictionary(column: string): Dictionary;
  readonly drops: StringColumn;
  readonly lines: IntColumn;
}

/**
 * Takes the rows of one file as they are parsed. A row is one number per schema column (`ColumnKind` says which), NaN
 * where missing.
 */
export interface TableBuilder {
  readonly schema: TableSchema;
  /** About so many rows will come. */
  expect?(rows: number): void;
  /** The dictionary code of a UTF-8 byte range for a string column; stable across the editions of a tenant. */
  intern(columnIndex: number, bytes: Uint8Array, start: number, end: number): number;
  /** The same for a string that does not stand in the file as such (a constant, a mapped code). */
  internString(columnIndex: number, value: string): number;
  /** Adds a row; `values` is copied. `deleted` marks a delta row with status `tobedeleted`. */
  append(values: Float64Array, line: number, deleted?: boolean): void;
  /**
   * Adds rows that stand on lines one after the other, the first on `line`: the entries from `from` to before `to` of each
   * column, which are copied; missing in every row where a column is undefined.
   */
  appendBlock(columns: readonly (Float64Array | undefined)[], from: number, to: number, line: number): void;
  /**
   * A row was rejected, and an error is no withdrawal: a stored record with its key stays. `unreadable` lists the key
   * columns (by index) whose cell could not be read: every stored record that agrees in the others stays.
   */
  protect(values: Float64Array, unreadable: readonly number[]): void;
}
