import type { ColumnKind } from '../../lake/schema.ts';
import type { DateFormat } from './dateFormat.ts';

/** What a reader answers for a cell that is not what its column asks for. Missing is NaN; neither is ever a value. */
export const REFUSED = Number.POSITIVE_INFINITY;
export const MISSING = Number.NaN;

/** Reads the bytes `[start, end)` of one cell, which is not empty: a number as `ColumnKind` says, or REFUSED. */
export type ReadCell = (bytes: Uint8Array, start: number, end: number) => number;

/** What a cell type needs to know of the file it reads from and the table it fills. */
export interface CellBinding {
  readonly intern: (bytes: Uint8Array, start: number, end: number) => number;
  readonly internString: (value: string) => number;
  /** How the source writes dates; ISO 8601 when absent. */
  readonly dateFormat?: DateFormat;
}

/** What one column holds and how it is read. */
export interface CellType {
  readonly kind: ColumnKind;
  /** Stable code of a refusal: `row.invalid_date`. */
  readonly code: string;
  /** What a registrar should write: `a date as YYYY-MM-DD, such as 2024-09-03`. */
  readonly expects: string;
  /**
   * Values that a message may quote. Absent for names, ids and free text, which can say who somebody is: there only the
   * class of the value is told. The pattern keeps out what slipped in from a neighbouring column.
   */
  readonly quotable?: RegExp;
  /** The values of an enumeration; a code map can add to them. */
  readonly values?: readonly string[];
  /** Other spellings of a value that mean just it: `9` for `09`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** What it does not know is read as an empty cell, and its row kept. */
  readonly leavesOut?: true;
  bind(binding: CellBinding): ReadCell;
}
