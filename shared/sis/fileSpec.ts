import type { GradeScales } from '../domain/academics/gradeScale.ts';
import type { BulkScope, ColumnSchema, TableSchema } from '../lake/schema.ts';
import type { CellType } from './cells/cell.ts';
import type { CodeMaps } from './codeMap.ts';

export type OneRosterVersion = '1.1' | '1.2';

export interface ColumnSpec {
  readonly name: string;
  readonly type: CellType;
  /** A row without a value is rejected; `1.1`: only where that version has the column. */
  readonly required: boolean | '1.1';
  /** What is told of a row without a value, where it deserves more than "is empty". */
  readonly whenMissing?: Omit<RowRefusal, 'column'>;
}

/** A row as its rule sees it. */
export interface RowView {
  /** One number per column, NaN where missing. */
  readonly values: Float64Array;
  /** The cell as written; undefined when empty. Makes a string: for the rare row only. */
  readonly textOf: (column: string) => string | undefined;
}

export interface RowRefusal {
  readonly column: string;
  readonly code: string;
  readonly message: string;
  /** The row's record must not stay as it was: without it, an error is no withdrawal. */
  readonly withdraws?: true;
}

/** What rules may ask beyond the file. */
export interface RowContext {
  /** Instructional minutes of a school's day, when its calendar gives them. */
  readonly instructionalMinutes: (schoolSourcedId: string, day: number) => number | undefined;
  /** The tenant's grade scales; marks are not checked without. */
  readonly gradeScales?: GradeScales;
}

/** Something that rows of a file have in common, told once with their number: `incidentLevel is empty in 3 rows: …`. */
export interface RowNote {
  readonly column: string;
  readonly code: string;
  /** What the rows hold there, told as the column allows; or what is the matter with it, such as `is empty`. */
  readonly finding: { readonly value: string } | string;
  /** What comes of it and what to do. */
  readonly consequence: string;
}

/** What a rule is made with, once for each file. */
export interface RuleScope extends RowContext {
  /** The place of a column in `values`; asked for when the rule is made, and columns not asked for are not shown to it. */
  readonly indexOf: (column: string) => number;
  /** What the value of an enumerated column means, after aliases and code maps. */
  readonly wordOf: (columnIndex: number, value: number) => string | undefined;
  /** Counts the row for a notice; the row is kept. */
  readonly note: (note: RowNote) => void;
}

/** Looks at a row whose every cell was read; answers why it is refused. */
export type RowRule = (row: RowView) => RowRefusal | undefined;

/** Everything there is to know about one file of the drop: a declaration, and the rest is derived from it. */
export interface FileSpec {
  /** `attendanceEvents`, without `.csv`. */
  readonly name: string;
  readonly table: TableSchema;
  /** In the order of `table.columns`, whose last one holds a row's metadata. */
  readonly columns: readonly ColumnSpec[];
  /** OneRoster's own header of each version, in order; absent for companion files. Columns not kept are passed over. */
  readonly headers?: Readonly<Record<OneRosterVersion, readonly string[]>>;
  /** Names of an earlier version of the standard: `{ gradingPeriodSourcedId: 'academicSessionSourcedId' }`. */
  readonly formerNames?: Readonly<Record<string, string>>;
  /** What codes of a published standard mean; the tenant's and a mapping's own code maps go before them. */
  readonly codes?: CodeMaps;
  /** Makes the rule of the file's rows. */
  readonly rule?: (scope: RuleScope) => RowRule;
  /** Columns that name records of other files, by the file's name: `{ classSourcedId: 'classes' }`. */
  readonly references?: Readonly<Partial<Record<string, string>>>;
}

/** A column whose cell may be empty is written as its type alone. */
export interface RequiredCell {
  readonly type: CellType;
  readonly required: true | '1.1';
  readonly whenMissing?: Omit<RowRefusal, 'column'>;
}

export const required = (type: CellType, whenMissing?: Omit<RowRefusal, 'column'>): RequiredCell => ({
  type,
  required: true,
  ...(whenMissing && { whenMissing }),
});
export const requiredIn11 = (type: CellType): RequiredCell => ({ type, required: '1.1' });

/** Every table's last column: the row's `metadata.*` cells as a JSON object in header order, missing when it has none. */
const METADATA: ColumnSchema = { name: 'metadata', kind: 'string' };

interface FileDeclaration<Columns extends Readonly<Record<string, CellType | RequiredCell>>> {
  readonly name: string;
  readonly columns: Columns;
  readonly key: readonly (keyof Columns & string)[];
  readonly identifiedBy?: keyof Columns & string;
  readonly school?: keyof Columns & string;
  readonly scope: BulkScope;
  readonly headers?: FileSpec['headers'];
  readonly formerNames?: Readonly<Record<string, keyof Columns & string>>;
  readonly codes?: FileSpec['codes'];
  readonly rule?: FileSpec['rule'];
  /** A target file identifies its records by one column; lists of ids refer as well. */
  readonly references?: Readonly<Partial<Record<keyof Columns & string, string>>>;
}

/** Derives the table's schema from the columns, so that a file is declared once. */
export function defineFile<const Columns extends Readonly<Record<string, CellType | RequiredCell>>>(
  declaration: FileDeclaration<Columns>,
): FileSpec {
  const { name, key, identifiedBy, school, scope, headers, formerNames, codes, rule, references } = declaration;
  const columns = Object.entries(declaration.columns).map(
    ([column, cell]): ColumnSpec =>
      'required' in cell ? { name: column, ...cell } : { name: column, type: cell, required: false },
  );
  const table: TableSchema = {
    name,
    columns: [...columns.map((column) => ({ name: column.name, kind: column.type.kind })), METADATA],
    key,
    scope,
    ...(identifiedBy === undefined ? {} : { identifiedBy }),
    ...(school === undefined ? {} : { school }),
  };
  return {
    name,
    table,
    columns,
    ...(headers && { headers }),
    ...(formerNames && { formerNames }),
    ...(codes && { codes }),
    ...(rule && { rule }),
    ...(references && { references }),
  };
}

/** A header as the standard prints it. */
export const headerOf = (columns: string): readonly string[] => columns.split(',');
