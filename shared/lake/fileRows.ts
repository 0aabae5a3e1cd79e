import type { Diagnostic } from '../domain/diagnostic.ts';
import { Cells } from './cells.ts';
import type { ColumnarTable } from './columnar.ts';
import { Dictionary } from './dictionary.ts';
import { ProtectedKeys, RecordIndex } from './recordKey.ts';
import type { TableSchema } from './schema.ts';
import type { TableBuilder } from './table.ts';

/**
 * The rows of one file of a drop, by key, in the dictionaries of the table they will be merged into. A row that repeats
 * another's key with equal content counts once; with different content the later line wins, and both are reported.
 */
export class FileRows implements TableBuilder {
  readonly schema: TableSchema;
  /** Where the schema's school column is; -1 for none. */
  readonly schoolIndex: number;
  /** By column of the schema; undefined where the column holds no strings. */
  readonly dictionaries: readonly (Dictionary | undefined)[];
  readonly columns: readonly Cells[];
  readonly lines = new Cells();
  /** Rows that repeated another one exactly. */
  duplicates = 0;
  /** Rows whose place a later line took. */
  superseded = 0;
  /** 1 where a delta row deletes. */
  readonly #deletions = new Cells();
  #scratch = new Float64Array(0);
  #index: RecordIndex;
  readonly #protected: ProtectedKeys;
  readonly #report: (diagnostic: Diagnostic) => void;
  readonly #file: string;

  /** @param file its name in diagnostics */
  constructor(
    previous: ColumnarTable,
    report: (diagnostic: Diagnostic) => void = () => {},
    file = `${previous.schema.name}.csv`,
  ) {
    const { schema } = previous;
    this.schema = schema;
    this.#report = report;
    this.#file = file;
    this.schoolIndex = schema.columns.findIndex((column) => column.name === schema.school);
    this.dictionaries = schema.columns.map(({ name, kind }) =>
      kind === 'string' ? (previous.stored(name).dictionary ?? new Dictionary()).fork() : undefined,
    );
    this.columns = schema.columns.map(() => new Cells());
    this.#index = new RecordIndex(schema, this.columns, previous.rowCount);
    const rejected = schema.columns.map(() => new Cells());
    this.#protected = new ProtectedKeys(schema, rejected, (values) => pushRow(rejected, values));
  }

  get rowCount(): number {
    return this.lines.length;
  }

  expect(rows: number): void {
    for (const cells of [...this.columns, this.lines]) cells.expect(rows);
    this.#index.expect(rows);
  }

  intern(columnIndex: number, bytes: Uint8Array, start: number, end: number): number {
    return this.#dictionary(columnIndex).intern(bytes, start, end);
  }

  internString(columnIndex: number, value: string): number {
    return this.#dictionary(columnIndex).internString(value);
  }

  append(values: Float64Array, line: number, deleted = false): void {
    const row = pushRow(this.columns, values);
    const earlier = this.#index.insert(row);
    if (earlier >= 0) {
      for (const cells of this.columns) cells.truncate(row);
      this.#repeat(earlier, values, line, deleted);
      return;
    }
    this.lines.push(line);
    this.#deletions.push(deleted ? 1 : Number.NaN);
  }

  appendBlock(columns: readonly (Float64Array | undefined)[], from: number, to: number, line: number): void {
    const first = this.rowCount;
    const count = to - from;
    for (let place = 0; place < this.columns.length; place++) {
      const [cells, values] = [this.columns[place], columns[place]];
      if (values) cells?.pushAll(from === 0 ? values : values.subarray(from, to), count);
      else cells?.pushMissing(count);
    }
    const inserted = this.#index.insertAll(first, first + count, { columns, from }) - first;
    for (const cells of this.columns) cells.truncate(first + inserted);
    this.#pushLines(line, inserted);
    this.#deletions.pushMissing(inserted);
    // A row repeats another: it and the few that are left of the block are taken one by one.
    const values = new Float64Array(this.columns.length);
    for (let at = from + inserted; at < to; at++) {
      for (let place = 0; place < values.length; place++) values[place] = columns[place]?.[at] ?? Number.NaN;
      this.append(values, line + at - from);
    }
  }

  protect(values: Float64Array, unreadable: readonly number[]): void {
    this.#protected.protect(values, unreadable);
  }

  /** Takes rows back that are not to come in, as if the file did not have them; answers how many. */
  omit(isOmitted: (row: number) => boolean): number {
    const kept = Array.from({ length: this.rowCount }, (_, row) => row).filter((row) => !isOmitted(row));
    const omitted = this.rowCount - kept.length;
    if (omitted === 0) return 0;
    for (const cells of [...this.columns, this.lines, this.#deletions]) {
      for (const [to, from] of kept.entries()) cells.set(to, cells.get(from));
      cells.truncate(kept.length);
    }
    this.#index = new RecordIndex(this.schema, this.columns, kept.length);
    for (const row of kept.keys()) this.#index.insert(row);
    return omitted;
  }

  /** The file's row with the key of a row of `columns`; -1 when there is none. */
  find(columns: readonly Cells[], row: number): number {
    return this.#index.find(columns, row);
  }

  /** Whether a rejected row has the key of a row of `columns`. */
  isProtected(columns: readonly Cells[], row: number): boolean {
    return this.#protected.has(columns, row);
  }

  isDeletion(row: number): boolean {
    return this.#deletions.get(row) === 1;
  }

  get hasDeletions(): boolean {
    return !this.#deletions.isMissing;
  }

  /** The code of a row's school; NaN where the table or the row has none. */
  schoolOf(columns: readonly Cells[], row: number): number {
    return this.schoolIndex < 0 ? Number.NaN : (columns[this.schoolIndex]?.get(row) ?? Number.NaN);
  }

  /** Codes of the schools that rows of the file name, rejected ones included, and of `others`. */
  schoolsSpokenOf(others: Iterable<string> = []): Set<number> {
    const schools = new Set<number>();
    if (this.schoolIndex < 0) return schools;
    for (const columns of [this.columns, this.rejectedColumns]) {
      const ofSchools = columns[this.schoolIndex];
      for (const row of ofSchools?.firstRows() ?? []) schools.add(this.schoolOf(columns, row));
    }
    for (const school of others) schools.add(this.internString(this.schoolIndex, school));
    return schools;
  }

  /** The text of a school's code; empty for rows without a school. */
  schoolName(code: number): string {
    return Number.isNaN(code) ? '' : this.textOf(this.schoolIndex, code);
  }

  /** The text in a row; undefined where missing. */
  textAt(columnIndex: number, row: number): string | undefined {
    const code = this.columns[columnIndex]?.get(row) ?? Number.NaN;
    return Number.isNaN(code) ? undefined : this.textOf(columnIndex, code);
  }

  readonly textOf = (columnIndex: number, code: number): string => this.#dictionary(columnIndex).valueOf(code);

  /** What could be read of rejected rows: they still say which schools and years the file speaks of. */
  get rejectedColumns(): readonly Cells[] {
    return this.#protected.columns;
  }

  #pushLines(first: number, count: number): void {
    if (this.#scratch.length < count) this.#scratch = new Float64Array(count);
    for (let at = 0; at < count; at++) this.#scratch[at] = first + at;
    this.lines.pushAll(this.#scratch, count);
  }

  #dictionary(columnIndex: number): Dictionary {
    const dictionary = this.dictionaries[columnIndex];
    if (!dictionary) throw new TypeError(`column ${columnIndex} of ${this.schema.name} holds no strings`);
    return dictionary;
  }

  #holds(row: number, values: Float64Array): boolean {
    return this.columns.every((cells, place) => {
      const [was, is] = [cells.get(row), values[place] ?? Number.NaN];
      return was === is || (Number.isNaN(was) && Number.isNaN(is));
    });
  }

  #repeat(row: number, values: Float64Array, line: number, deleted: boolean): void {
    const file = this.#file;
    const earlierLine = this.lines.get(row);
    if (deleted === this.isDeletion(row) && (deleted || this.#holds(row, values))) {
      this.duplicates++;
      const message = `Line ${line} repeats line ${earlierLine} exactly and counts once.`;
      this.#report({ severity: 'notice', file, line, code: 'row.duplicate', message });
      return;
    }
    this.superseded++;
    const message = `Lines ${earlierLine} and ${line} have the same key and different content: line ${line} is taken.`;
    this.#report({ severity: 'rejected', file, line: earlierLine, code: 'row.superseded', message });
    this.columns.forEach((cells, place) => {
      cells.set(row, values[place] ?? Number.NaN);
    });
    this.lines.set(row, line);
    this.#deletions.set(row, deleted ? 1 : Number.NaN);
  }
}

/** Adds a row and answers its number. */
function pushRow(columns: readonly Cells[], values: Float64Array): number {
  for (let place = 0; place < columns.length; place++) columns[place]?.push(values[place] ?? Number.NaN);
  return (columns[0]?.length ?? 0) - 1;
}
