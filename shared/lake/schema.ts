/**
 * What a column holds. In memory every cell is one number:
 * - `string`: the code of an entry in the column's dictionary
 * - `day`: days since 1970-01-01
 * - `integer`: itself
 * - `decimal`: the decimal as written × 1,000,000, exact (0.3333 is 333300)
 * A missing cell is NaN while a row is built and the column's null mark when stored.
 */
export type ColumnKind = 'string' | 'day' | 'integer' | 'decimal';

export const DECIMAL_SCALE = 1_000_000;

export interface ColumnSchema {
  readonly name: string;
  readonly kind: ColumnKind;
}

/**
 * Which stored rows a bulk file replaces: all of the file, or those of the school years it speaks of
 * (and within `file.<name>.from`/`.to`, those of the window).
 */
export type BulkScope =
  | { readonly kind: 'whole' }
  /** A row belongs to the school year of one day column; windows apply to it. */
  | { readonly kind: 'day'; readonly column: string }
  /** A row belongs to every school year its span touches; an open end reaches on. */
  | { readonly kind: 'span'; readonly from: string; readonly to: string }
  /** A row names its school year itself (the year in which it ends). */
  | { readonly kind: 'schoolYear'; readonly column: string };

/** A table of the lake: one per file name of the SIS drop. */
export interface TableSchema {
  /** The file's name without `.csv`: `attendanceEvents`. */
  readonly name: string;
  readonly columns: readonly ColumnSchema[];
  /** Columns that identify a record; missing cells take part. */
  readonly key: readonly string[];
  /** A column that identifies a record by itself where it has a value; `key` holds for the other rows. */
  readonly identifiedBy?: string;
  /** Column that names the school a row belongs to, for guards and reports. */
  readonly school?: string;
  readonly scope: BulkScope;
}
