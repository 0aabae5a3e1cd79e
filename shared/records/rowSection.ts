import type { SchoolOfRecord } from '../domain/record/studentRecord.ts';

/**
 * What a field of a row is made of:
 * - `text`, `integer`, `decimal`, `boolean` and `list` (its text) of a column, `day` as days since 1970-01-01
 * - `school`: the place of the column's school among those of the edition's records
 * - `course`: the title of the course with the column's code; `classTitle`, `classCourse` (its course's title) of the class
 *   and `session` (its title) of the academic session with the column's sourcedId
 */
export type CellKind = 'boolean' | 'integer' | 'decimal' | 'list' | 'school' | TextKind;
type TextKind = 'text' | 'day' | 'course' | 'classTitle' | 'classCourse' | 'session';

type KindOf<Value> = Value extends boolean
  ? 'boolean'
  : Value extends number
    ? 'integer' | 'decimal'
    : Value extends string
      ? TextKind
      : Value extends readonly string[]
        ? 'list'
        : Value extends SchoolOfRecord
          ? 'school'
          : never;

/** A field's kind, and its column where it is called otherwise. */
type CellDeclaration<Value> = KindOf<Value> | readonly [kind: KindOf<Value>, column: string];

export interface Cell {
  readonly field: string;
  readonly kind: CellKind;
  readonly column: string;
}

/** Rows of one file by student: stored as values in the order of `cells`, with nothing for those at the end that are missing. */
export interface RowSection<Row> {
  readonly file: string;
  /** The column that names the student. */
  readonly student: string;
  /** The number its rows ascend by; those without one come last, in the order of the file. */
  readonly ascending?: string;
  readonly cells: readonly Cell[];
  /** Type of a row as it is read. */
  readonly row?: Row;
}

type Declared<Row> = { readonly [Field in keyof Required<Row>]: CellDeclaration<Required<Row>[Field]> };

/** Declares a section by the kinds of its fields, every one of the row's. */
export function rowsOf<Row>(
  file: string,
  { student = 'studentSourcedId', ascending }: { readonly student?: string; readonly ascending?: string },
  declared: Declared<Row>,
): RowSection<Row> {
  const cells = Object.entries<CellDeclaration<never> | CellKind | readonly [CellKind, string]>(declared).map(
    ([field, cell]): Cell =>
      typeof cell === 'string' ? { field, kind: cell, column: field } : { field, kind: cell[0], column: cell[1] },
  );
  return { file, student, ...(ascending !== undefined && { ascending }), cells };
}
