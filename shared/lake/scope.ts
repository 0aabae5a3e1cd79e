import type { Day } from '../domain/calendar/day.ts';
import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import type { Cells } from './cells.ts';
import type { FileRows } from './fileRows.ts';
import type { TableSchema } from './schema.ts';

/** What a bulk file says about itself, and the calendar it is read with. */
export interface ScopeSettings {
  /** First day of a school year, `MM-DD`. */
  readonly startsOn: string;
  /** The day the drop was generated on, in the tenant's time zone: an open span reaches to its school year at least. */
  readonly generatedOn: Day;
  /** `waymark.schoolYear`: then the file speaks of this year alone. */
  readonly schoolYear?: number;
  /** `file.<name>.from` and `.to`, both included. */
  readonly from?: Day;
  readonly to?: Day;
  /** Of a drop for an earlier school year, that year: what reaches beyond it is not the drop's to change. */
  readonly closedYear?: number;
  /** Schools that other files of the drop speak of: what this one does not carry for them is gone. */
  readonly schools?: ReadonlySet<string>;
}

/** Rows of a table where its year and school can be read, stored ones and those of a file alike. */
export interface ScopedRows {
  readonly columns: readonly Cells[];
  /** Text of a dictionary code. */
  readonly textOf: (columnIndex: number, code: number) => string;
}

/** Year of rows in tables without one. */
export const NO_YEAR = 0;

type YearSpan = readonly [first: number, last: number];

/** Reads the school years a row touches; undefined where its days are missing. */
export function yearReader(
  schema: TableSchema,
  startsOn: string,
): (rows: ScopedRows, row: number) => YearSpan | undefined {
  const known = new Map<Day, number>();
  const yearOf = (day: Day): number => {
    let year = known.get(day);
    if (year === undefined) {
      year = schoolYearOf(day, startsOn).name;
      known.set(day, year);
    }
    return year;
  };
  const { scope, columns } = schema;
  const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
  const cell = (rows: ScopedRows, index: number, row: number) => rows.columns[index]?.get(row) ?? Number.NaN;
  if (scope.kind === 'whole') return () => [NO_YEAR, NO_YEAR];
  if (scope.kind === 'span') {
    const [from, to] = [indexOf(scope.from), indexOf(scope.to)];
    return (rows, row) => {
      const [first, last] = [cell(rows, from, row), cell(rows, to, row)];
      if (Number.isNaN(first)) return undefined;
      return [yearOf(first), Number.isNaN(last) ? Number.POSITIVE_INFINITY : yearOf(Math.max(first, last))];
    };
  }
  const index = indexOf(scope.column);
  const named = scope.kind === 'schoolYear';
  const isText = columns[index]?.kind === 'string';
  return (rows, row) => {
    const value = cell(rows, index, row);
    if (Number.isNaN(value)) return undefined;
    const year = named ? (isText ? Number(rows.textOf(index, value)) : value) : yearOf(value);
    return [year, year];
  };
}

/** Whether a drop speaks of an earlier school year, so that rows can reach beyond it. */
export const isOfEarlierYear = ({ closedYear }: ScopeSettings): boolean => closedYear !== undefined;

/** Tells whether a row, stored or of a file, reaches beyond the earlier school year that a drop speaks of. */
export function beyondReader(
  schema: TableSchema,
  { startsOn, closedYear = Number.POSITIVE_INFINITY }: ScopeSettings,
): (rows: ScopedRows, row: number) => boolean {
  if (closedYear === Number.POSITIVE_INFINITY) return () => false;
  const yearsOf = yearReader(schema, startsOn);
  return (rows, row) => (yearsOf(rows, row)?.[1] ?? NO_YEAR) > closedYear;
}

/** Tells for stored rows whether a bulk file replaces them, and in which part of its scope they are counted. */
export class BulkScope {
  readonly #schema: TableSchema;
  readonly #settings: ScopeSettings;
  readonly #years: readonly number[];
  readonly #dayIndex: number;
  /** The one column that says the year; -1 where a span or the table as a whole does. */
  readonly #index: number;
  #answered: { readonly value: number; readonly year: number | undefined } | undefined;
  readonly #yearsOf: ReturnType<typeof yearReader>;

  constructor(rows: FileRows, settings: ScopeSettings) {
    this.#schema = rows.schema;
    this.#settings = settings;
    this.#yearsOf = yearReader(rows.schema, settings.startsOn);
    const { scope } = rows.schema;
    this.#dayIndex =
      scope.kind === 'day' ? rows.schema.columns.findIndex((column) => column.name === scope.column) : -1;
    this.#index = 'column' in scope ? rows.schema.columns.findIndex(({ name }) => name === scope.column) : -1;
    this.#years = this.#spokenYears(rows);
  }

  /** The latest school year of the scope that a stored row belongs to; undefined when the file does not replace it. */
  yearOf(rows: ScopedRows, row: number): number | undefined {
    if (this.#index < 0) return this.#lookUp(rows, row);
    const value = rows.columns[this.#index]?.get(row) ?? Number.NaN;
    // Neighbouring rows mostly hold the same day or year; codes are those of one dictionary in every table of an ingest.
    if (this.#answered?.value !== value) this.#answered = { value, year: this.#lookUp(rows, row) };
    return this.#answered.year;
  }

  #lookUp(rows: ScopedRows, row: number): number | undefined {
    if (this.#dayIndex >= 0) {
      const day = rows.columns[this.#dayIndex]?.get(row) ?? Number.NaN;
      const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = this.#settings;
      if (!(day >= from && day <= to)) return undefined;
    }
    const span = this.#yearsOf(rows, row);
    return span && this.#years.find((year) => year >= span[0] && year <= span[1]);
  }

  /**
   * The years a file speaks of, latest first: the one its manifest declares, else those of its rows and its window. A
   * span speaks of its last year only, and an open one of the year the drop was generated in: students who came years
   * ago do not make a file speak of all those years.
   */
  #spokenYears(rows: FileRows): readonly number[] {
    const { schoolYear, from, to, generatedOn, startsOn } = this.#settings;
    if (this.#schema.scope.kind === 'whole') return [NO_YEAR];
    if (schoolYear !== undefined) return [schoolYear];
    const current = schoolYearOf(generatedOn, startsOn).name;
    const years = new Set<number>();
    if (this.#dayIndex >= 0) {
      for (const day of [from, to]) if (day !== undefined) years.add(schoolYearOf(day, startsOn).name);
    }
    for (const columns of [rows.columns, rows.rejectedColumns]) {
      const read = { columns, textOf: rows.textOf };
      const speaks = (row: number) => {
        const span = this.#yearsOf(read, row);
        if (span) years.add(Number.isFinite(span[1]) ? span[1] : Math.max(span[0], current));
      };
      const ofColumn = columns[this.#index];
      if (ofColumn) for (const row of ofColumn.firstRows()) speaks(row);
      else for (let row = 0; row < (columns[0]?.length ?? 0); row++) speaks(row);
    }
    if (years.size === 0) years.add(current);
    return [...years].sort((a, b) => b - a);
  }
}
