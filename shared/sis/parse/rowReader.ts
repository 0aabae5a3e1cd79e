import { isUtf8 } from 'node:buffer';
import type { TableBuilder } from '../../lake/table.ts';
import { ByteLookup } from '../cells/byteLookup.ts';
import { type CellBinding, MISSING, REFUSED, type ReadCell } from '../cells/cell.ts';
import type { CsvScanner } from '../csv/scanner.ts';
import { MAX_FIELDS } from '../csv/scanner.ts';
import type { ColumnSpec, FileSpec, OneRosterVersion, RowContext, RowRefusal, RowRule } from '../fileSpec.ts';
import type { CodeMaps } from '../mapping/codeMaps.ts';
import type { FileMapping } from '../mapping/mapping.ts';
import { type CodeEffect, codedCell } from './codedCell.ts';
import type { Layout } from './header.ts';
import { missingMessage, refusalMessage } from './messages.ts';

export interface RowReaderOptions {
  readonly spec: FileSpec;
  readonly version: OneRosterVersion;
  readonly layout: Layout;
  readonly builder: TableBuilder;
  readonly mapping: FileMapping | undefined;
  readonly codes: CodeMaps;
  readonly context: RowContext;
}

const SPACE = 0x20;
const TAB = 0x09;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Turns the record a scanner stands on into one row of numbers. Made for one file; nothing is allocated for a good row. */
export class RowReader {
  /** The row read last; NaN where a cell is missing or was refused. */
  readonly values: Float64Array;
  /** Why the row read last is refused. */
  refusal: RowRefusal | undefined;

  private readonly columns: readonly ColumnSpec[];
  private readonly names: readonly string[];
  private readonly fields: Int32Array;
  private readonly readers: readonly ReadCell[];
  private readonly required: Uint8Array;
  private readonly constants: Float64Array;
  private readonly keyColumns: readonly number[];
  private readonly identifier: number;
  private readonly nullTokens: ByteLookup | undefined;
  private readonly trim: boolean;
  private readonly words: readonly Map<number, string>[];
  private readonly rule: RowRule | undefined;
  private readonly effects: CodeEffect[] = [];
  private readonly scanner: CsvScanner;
  /** Bounds of the cell found last, after trimming. */
  private start = 0;
  private end = 0;

  constructor(scanner: CsvScanner, options: RowReaderOptions) {
    const { spec, version, layout, mapping } = options;
    this.scanner = scanner;
    this.columns = spec.columns;
    this.names = spec.columns.map((column) => column.name);
    this.fields = layout.fields;
    this.values = new Float64Array(spec.columns.length);
    this.required = Uint8Array.from(spec.columns, ({ required }) =>
      required === true || required === version ? 1 : 0,
    );
    this.keyColumns = spec.table.key.map((name) => this.names.indexOf(name));
    this.identifier = spec.table.identifiedBy === undefined ? -1 : this.names.indexOf(spec.table.identifiedBy);
    this.nullTokens = mapping && mapping.nullTokens.length > 0 ? new ByteLookup(mapping.nullTokens) : undefined;
    this.trim = mapping?.trim ?? false;
    this.words = spec.columns.map(() => new Map());
    const plain = spec.columns.map((column, index) => column.type.bind(this.bindingOf(index, options)));
    this.readers = plain.map((read, index) => this.withCodes(index, plain, read, options.codes));
    this.constants = Float64Array.from(spec.columns, ({ name }) => {
      const constant = mapping?.constants[name];
      return constant === undefined ? MISSING : this.configured(plain, name, constant).value;
    });
    this.rule = spec.rule?.(options.context, (column) => this.names.indexOf(column));
  }

  private bindingOf(column: number, { builder, mapping }: RowReaderOptions): CellBinding {
    return {
      intern: (bytes, start, end) => builder.intern(column, bytes, start, end),
      internString: (value) => {
        const code = builder.internString(column, value);
        this.words[column]?.set(code, value);
        return code;
      },
      ...(mapping?.dateFormat === undefined ? {} : { dateFormat: mapping.dateFormat }),
    };
  }

  private withCodes(column: number, plain: readonly ReadCell[], read: ReadCell, codes: CodeMaps): ReadCell {
    const name = this.names[column] ?? '';
    const map = codes[name];
    if (!map || Object.keys(map).length === 0) return read;
    const configured = (target: string, value: string) => this.configured(plain, target, value);
    return codedCell(name, map, read, configured, (effects) => this.effects.push(...effects));
  }

  /** A value of the configuration, read as the column reads its cells. */
  private configured(plain: readonly ReadCell[], name: string, value: string): CodeEffect {
    const column = this.names.indexOf(name);
    const bytes = encoder.encode(value);
    const read = plain[column]?.(bytes, 0, bytes.length) ?? REFUSED;
    if (read !== REFUSED && bytes.length > 0) return { column, value: read };
    const expects = this.columns[column]?.type.expects ?? 'a column of the file';
    throw new RangeError(`the code map or mapping gives ${name} the value "${value}": write ${expects}`);
  }

  /** Reads every cell; false when the row is refused. A row that deletes needs its key alone. */
  read(deletes: boolean): boolean {
    const { values, columns, scanner } = this;
    this.refusal = undefined;
    for (let column = 0; column < columns.length; column += 1) {
      if (!this.find(column)) {
        values[column] = this.constants[column] ?? MISSING;
        continue;
      }
      const value = this.readers[column]?.(scanner.bytes, this.start, this.end) ?? REFUSED;
      if (value === REFUSED) {
        values[column] = MISSING;
        this.refusal ??= this.refusalOf(column, deletes);
      } else values[column] = value;
    }
    if (this.effects.length > 0) this.applyEffects();
    this.refusal ??= this.missing(deletes);
    if (!this.refusal && !deletes) this.refusal = this.rule?.(this);
    return this.refusal === undefined;
  }

  /**
   * Of a row that cannot be trusted as a whole, what of its key can be read: `values` for `TableBuilder.protect`, and
   * the key columns that could not.
   */
  readKey(): readonly number[] {
    const { values, scanner } = this;
    const unreadable: number[] = [];
    values.fill(MISSING);
    const columns = this.identifier < 0 ? this.keyColumns : [...this.keyColumns, this.identifier];
    for (const column of columns) {
      if (!this.find(column)) {
        values[column] = this.constants[column] ?? MISSING;
        const absent = this.required[column] === 1 && Number.isNaN(values[column]);
        const cutOff = (this.fields[column] ?? -1) >= scanner.fieldCount;
        if (absent || cutOff) unreadable.push(column);
        continue;
      }
      const readable = isUtf8(scanner.bytes.subarray(this.start, this.end));
      const value = readable ? (this.readers[column]?.(scanner.bytes, this.start, this.end) ?? REFUSED) : REFUSED;
      if (value === REFUSED) unreadable.push(column);
      else values[column] = value;
    }
    this.effects.length = 0;
    return unreadable;
  }

  textOf = (column: string): string | undefined =>
    this.find(this.names.indexOf(column))
      ? decoder.decode(this.scanner.bytes.subarray(this.start, this.end))
      : undefined;

  meaningOf = (column: string): string | undefined => {
    const index = this.names.indexOf(column);
    return this.words[index]?.get(this.values[index] ?? MISSING);
  };

  /** Sets the bounds of a column's cell; false when it is empty. */
  private find(column: number): boolean {
    const field = this.fields[column] ?? -1;
    const { scanner } = this;
    if (field < 0 || field >= scanner.fieldCount || field >= MAX_FIELDS) return false;
    this.start = scanner.starts[field] ?? 0;
    this.end = scanner.ends[field] ?? 0;
    if (this.trim) this.trimCell();
    if (this.start === this.end) return false;
    return this.nullTokens === undefined || this.nullTokens.find(scanner.bytes, this.start, this.end) < 0;
  }

  private trimCell(): void {
    const { bytes } = this.scanner;
    while (this.start < this.end && isBlank(bytes[this.start])) this.start += 1;
    while (this.end > this.start && isBlank(bytes[this.end - 1])) this.end -= 1;
  }

  private applyEffects(): void {
    for (const { column, value } of this.effects) {
      if (Number.isNaN(this.values[column])) this.values[column] = value;
    }
    this.effects.length = 0;
  }

  private refusalOf(column: number, deletes: boolean): RowRefusal | undefined {
    const spec = this.columns[column];
    if (!spec || (deletes && !this.isKey(column))) return undefined;
    const message = refusalMessage(spec.name, spec.type, this.scanner.bytes, this.start, this.end);
    return { column: spec.name, code: spec.type.code, message };
  }

  private missing(deletes: boolean): RowRefusal | undefined {
    const identified = deletes && this.identifier >= 0 && !Number.isNaN(this.values[this.identifier]);
    if (identified) return undefined;
    for (let column = 0; column < this.columns.length; column += 1) {
      if (this.required[column] === 0 || !Number.isNaN(this.values[column])) continue;
      const spec = this.columns[column];
      if (!spec || (deletes && !this.isKey(column))) continue;
      return { column: spec.name, code: 'row.missing_required_value', message: missingMessage(spec.name, spec.type) };
    }
    return undefined;
  }

  private isKey(column: number): boolean {
    return column === this.identifier || this.keyColumns.includes(column);
  }
}

const isBlank = (byte: number | undefined) => byte === SPACE || byte === TAB;
