import type { Diagnostic } from '../store/entities.ts';
import { Cells } from './cells.ts';
import type { ColumnarTable } from './columnar.ts';
import { Dictionary } from './dictionary.ts';
import { RowIndex, sameCells } from './rowIndex.ts';
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
  /** 1 where a delta row deletes. */
  readonly #deletions = new Cells();
  /** Rows that repeated another one exactly. */
  duplicates = 0;
  /** Rows whose place a later line took. */
  superseded = 0;
  /** Keys of rejected rows: their stored records stay. */
  readonly #protectedColumns: readonly Cells[];
  readonly #protectedIndex: RowIndex;
  readonly #keyColumns: readonly Cells[];
  readonly #index: RowIndex;
  readonly #keyIndices: readonly number[];
  readonly #incoming: readonly Cells[];
  readonly #incomingKey: readonly Cells[];
  readonly #report: (diagnostic: Diagnostic) => void;

  constructor(previous: ColumnarTable, report: (diagnostic: Diagnostic) => void = () => {}) {
    this.schema = previous.schema;
    this.#report = report;
    const { columns, key } = previous.schema;
    this.dictionaries = columns.map(({ name, kind }) =>
      kind === 'string' ? (previous.stored(name).dictionary ?? new Dictionary()).fork() : undefined,
    );
    this.columns = columns.map(() => new Cells());
    this.schoolIndex = columns.findIndex((column) => column.name === previous.schema.school);
    this.#keyIndices = key.map((name) => columns.findIndex((column) => column.name === name));
    if (this.#keyIndices.includes(-1)) throw new TypeError(`the key of ${this.schema.name} names an unknown column`);
    const ofKey = (cells: readonly Cells[]) => this.#keyIndices.map((index) => cells[index] ?? new Cells());
    this.#keyColumns = ofKey(this.columns);
    this.#index = new RowIndex(this.#keyColumns);
    this.#protectedColumns = columns.map(() => new Cells());
    this.#protectedIndex = new RowIndex(ofKey(this.#protectedColumns));
    this.#incoming = columns.map(() => Cells.missing(1));
    this.#incomingKey = ofKey(this.#incoming);
  }

  get rowCount(): number {
    return this.lines.length;
  }

  intern(columnIndex: number, bytes: Uint8Array, start: number, end: number): number {
    return this.#dictionary(columnIndex).intern(bytes, start, end);
  }

  internString(columnIndex: number, value: string): number {
    return this.#dictionary(columnIndex).internString(value);
  }

  append(values: Float64Array, line: number, deleted = false): void {
    this.#takeKey(values);
    const earlier = this.#index.find(this.#incomingKey, 0);
    if (earlier >= 0) {
      this.#repeat(earlier, values, line, deleted);
      return;
    }
    const row = this.rowCount;
    for (let i = 0; i < this.columns.length; i++) this.columns[i]?.push(values[i] ?? Number.NaN);
    this.lines.push(line);
    this.#deletions.push(deleted ? 1 : Number.NaN);
    this.#index.add(row);
  }

  protect(values: Float64Array): void {
    this.#takeKey(values);
    if (this.#protectedIndex.find(this.#incomingKey, 0) >= 0) return;
    const row = this.#protectedColumns[0]?.length ?? 0;
    for (let i = 0; i < this.columns.length; i++) this.#protectedColumns[i]?.push(values[i] ?? Number.NaN);
    this.#protectedIndex.add(row);
  }

  /** The row with the same key as a row of `key` columns (in the order of the schema's key); -1 when there is none. */
  find(key: readonly Cells[], row: number): number {
    return this.#index.find(key, row);
  }

  /** Whether a rejected row has this key. */
  isProtected(key: readonly Cells[], row: number): boolean {
    return this.#protectedIndex.find(key, row) >= 0;
  }

  isDeletion(row: number): boolean {
    return this.#deletions.get(row) === 1;
  }

  /** The code of a row's school; NaN where the table or the row has none. */
  schoolOf(columns: readonly Cells[], row: number): number {
    return this.schoolIndex < 0 ? Number.NaN : (columns[this.schoolIndex]?.get(row) ?? Number.NaN);
  }

  /** Codes of the schools that rows of the file name, rejected ones included, and of `others`. */
  schoolsSpokenOf(others: Iterable<string> = []): Set<number> {
    const schools = new Set<number>();
    if (this.schoolIndex < 0) return schools;
    for (const columns of [this.columns, this.#protectedColumns]) {
      for (let row = 0; row < (columns[0]?.length ?? 0); row++) schools.add(this.schoolOf(columns, row));
    }
    schools.delete(Number.NaN);
    for (const school of others) schools.add(this.internString(this.schoolIndex, school));
    return schools;
  }

  /** The text of a school's code; empty for rows without a school. */
  schoolName(code: number): string {
    return Number.isNaN(code) ? '' : this.textOf(this.schoolIndex, code);
  }

  readonly textOf = (columnIndex: number, code: number): string => this.#dictionary(columnIndex).valueOf(code);

  /** Rows of rejected keys, in the columns of the schema: they still say which schools the file speaks of. */
  get protectedColumns(): readonly Cells[] {
    return this.#protectedColumns;
  }

  #dictionary(columnIndex: number): Dictionary {
    const dictionary = this.dictionaries[columnIndex];
    if (!dictionary) throw new TypeError(`column ${columnIndex} of ${this.schema.name} holds no strings`);
    return dictionary;
  }

  #takeKey(values: Float64Array): void {
    for (const index of this.#keyIndices) this.#incoming[index]?.set(0, values[index] ?? Number.NaN);
  }

  #repeat(row: number, values: Float64Array, line: number, deleted: boolean): void {
    for (let i = 0; i < this.#incoming.length; i++) this.#incoming[i]?.set(0, values[i] ?? Number.NaN);
    const file = `${this.schema.name}.csv`;
    const earlierLine = this.lines.get(row);
    const wasDeleted = this.isDeletion(row);
    if (deleted === wasDeleted && (deleted || sameCells(this.columns, row, this.#incoming, 0))) {
      this.duplicates++;
      const message = `Line ${line} repeats line ${earlierLine} exactly and counts once.`;
      this.#report({ severity: 'notice', file, line, code: 'row.duplicate', message });
      return;
    }
    this.superseded++;
    const message = `Lines ${earlierLine} and ${line} have the same key and different content: line ${line} is taken.`;
    this.#report({ severity: 'rejected', file, line: earlierLine, code: 'row.superseded', message });
    for (let i = 0; i < this.columns.length; i++) this.columns[i]?.set(row, this.#incoming[i]?.get(0) ?? Number.NaN);
    this.lines.set(row, line);
    this.#deletions.set(row, deleted ? 1 : Number.NaN);
  }
}
