import type { JsonBytes } from '../../assess/results/jsonBytes.ts';
import type { Dictionary } from '../../lake/dictionary.ts';
import { DECIMAL_SCALE } from '../../lake/schema.ts';
import type { NumberColumn, Table } from '../../lake/table.ts';
import type { Cell } from '../rowSection.ts';
import { linkedRows } from './links.ts';
import type { RecordTables } from './recordTables.ts';
import type { Schools } from './schools.ts';

/** Writes one cell of a table's rows. */
export interface CellWriter {
  /** What is in a row; NaN where missing. */
  get(row: number): number;
  write(out: JsonBytes, value: number): void;
}

export interface CellSources {
  readonly tables: RecordTables;
  readonly schools: Schools;
}

export function cellWriter(table: Table, { kind, field, column }: Cell, sources: CellSources): CellWriter {
  const numbers = table.numbers(column);
  const get = (row: number) => numbers.get(row);
  switch (kind) {
    case 'boolean':
    case 'integer':
    case 'day':
      return { get, write: (out, value) => out.integer(value) };
    case 'decimal':
      return { get, write: writeDecimal };
    case 'text':
    case 'list':
      return { get, write: textWriter(table.dictionary(column)) };
    case 'school':
      return viaCodes(numbers, sources.schools.placesOf(table.dictionary(column)), (out, value) => out.integer(value));
    case 'course':
      return titleOr(table, field, courseTitle(table.dictionary(column), numbers, sources.tables));
    case 'classTitle': {
      const { classes } = sources.tables;
      return titleOf(numbers, linkedRows(table.dictionary(column), classes, 'sourcedId'), classes);
    }
    case 'classCourse':
      return classCourse(table.dictionary(column), numbers, sources.tables);
    case 'session': {
      const { academicSessions } = sources.tables;
      return titleOf(numbers, linkedRows(table.dictionary(column), academicSessions, 'sourcedId'), academicSessions);
    }
  }
}

function writeDecimal(out: JsonBytes, value: number): void {
  if (value % DECIMAL_SCALE === 0) out.integer(value / DECIMAL_SCALE);
  // The nearest number to a decimal of at most six places is written as that decimal.
  else out.raw(String(value / DECIMAL_SCALE));
}

export function textWriter(dictionary: Dictionary): (out: JsonBytes, code: number) => void {
  const { blob, offsets } = dictionary.stored();
  return (out, code) => out.quotedBytes(blob, offsets[code] ?? 0, offsets[code + 1] ?? 0);
}

/** A cell whose code stands for another number; -1 for none. */
function viaCodes(numbers: NumberColumn, meanings: Int32Array, write: CellWriter['write']): CellWriter {
  return {
    get(row) {
      const code = numbers.get(row);
      const meaning = code >= 0 ? (meanings[code] ?? -1) : -1;
      return meaning < 0 ? Number.NaN : meaning;
    },
    write,
  };
}

/** The title in the row of another table that a code stands for. */
function titleOf(numbers: NumberColumn, rows: Int32Array, titled: Table): CellWriter {
  const titles = titled.numbers('title');
  return viaCodes(
    numbers,
    rows.map((row) => (row < 0 ? -1 : orNone(titles.get(row)))),
    textWriter(titled.dictionary('title')),
  );
}

const orNone = (code: number) => (Number.isNaN(code) ? -1 : code);

/** The title of the course with a code, or, as some files give it, with a sourcedId. */
function courseTitle(codes: Dictionary, numbers: NumberColumn, { courses }: RecordTables): CellWriter {
  const byCode = linkedRows(codes, courses, 'courseCode');
  const byId = linkedRows(codes, courses, 'sourcedId');
  return titleOf(
    numbers,
    byCode.map((row, code) => (row < 0 ? (byId[code] ?? -1) : row)),
    courses,
  );
}

function classCourse(ids: Dictionary, numbers: NumberColumn, { classes, courses }: RecordTables): CellWriter {
  const classRows = linkedRows(ids, classes, 'sourcedId');
  const courseRows = linkedRows(classes.dictionary('courseSourcedId'), courses, 'sourcedId');
  const codes = classes.numbers('courseSourcedId');
  return titleOf(
    numbers,
    classRows.map((row) => (row < 0 ? -1 : (courseRows[orNone(codes.get(row))] ?? -1))),
    courses,
  );
}

/** The row's own title where its table has one, else what the catalogue says. */
function titleOr(table: Table, field: string, catalog: CellWriter): CellWriter {
  if (!table.schema.columns.some(({ name }) => name === field)) return catalog;
  const own = table.numbers(field);
  const writeOwn = textWriter(table.dictionary(field));
  return {
    get(row) {
      const code = own.get(row);
      return Number.isNaN(code) ? -1 - catalog.get(row) : code;
    },
    write: (out, value) => (value >= 0 ? writeOwn(out, value) : catalog.write(out, -1 - value)),
  };
}
