import { isUtf8 } from 'node:buffer';
import { ByteLookup } from '../cells/byteLookup.ts';
import { MISSING, REFUSED, type ReadCell } from '../cells/cell.ts';
import type { DateFormat } from '../cells/dateFormat.ts';
import type { CurrentRecord } from '../csv/recordBlock.ts';
import type { ColumnSpec, OneRosterVersion, RowContext, RowNote, RowRefusal, RowRule } from '../fileSpec.ts';
import type { FieldsOfRecord } from '../mapping/derivedRecord.ts';
import { BlockReader, type BlockSink } from './blockReader.ts';
import { type BoundColumns, bindColumns, type ColumnBinding } from './boundColumns.ts';
import type { Layout } from './header.ts';
import { missingMessage, refusalMessage } from './messages.ts';
import { type MetadataField, metadataObject } from './metadata.ts';

export interface RowReaderOptions extends ColumnBinding {
  readonly version: OneRosterVersion;
  readonly layout: Layout;
  readonly context: RowContext;
  /** Counts a row for a notice. */
  readonly note: (note: RowNote) => void;
}

const SPACE = 0x20;
const TAB = 0x09;
const decoder = new TextDecoder();

/** Turns the record a scanner stands on into one row of numbers. Made for one file; nothing is allocated for a good row. */
export class RowReader {
  /** The row read last; NaN where a cell is missing or was refused. */
  readonly values: Float64Array;
  /** Why the row read last is refused. */
  refusal: RowRefusal | undefined;

  private readonly scanner: FieldsOfRecord;
  private readonly columns: readonly ColumnSpec[];
  private readonly layout: Layout;
  private readonly bound: BoundColumns;
  private readonly fields: Int32Array;
  /** Columns that the file has, and those whose cell must not be empty. */
  private readonly present: Int32Array;
  private readonly required: Int32Array;
  /** For each of `present` its field and its reader. */
  private readonly presentFields: Int32Array;
  private readonly presentReaders: readonly ReadCell[];
  /** A row before its cells are read. */
  private readonly blank: Float64Array;
  /** Whether cells are read as they stand. */
  private readonly isPlain: boolean;
  private readonly keyColumns: readonly number[];
  private readonly identifier: number;
  private readonly rule: RowRule | undefined;
  private readonly ruleColumns = new Set<number>();
  private readonly metadata: readonly MetadataField[];
  private readonly internMetadata: (object: string) => number;
  private readonly nullTokens: ByteLookup | undefined;
  private readonly trim: boolean;
  private readonly dateFormat: DateFormat | undefined;
  /** Bounds of the cell found last. */
  private start = 0;
  private end = 0;

  constructor(scanner: FieldsOfRecord, options: RowReaderOptions) {
    const { spec, version, layout, mapping, context, note } = options;
    this.scanner = scanner;
    this.columns = spec.columns;
    this.bound = bindColumns(options);
    this.layout = layout;
    this.fields = layout.fields;
    this.values = new Float64Array(spec.table.columns.length);
    this.metadata = layout.metadata;
    this.internMetadata = (object) => options.builder.internString(spec.columns.length, object);
    const indexes = spec.columns.map((_, index) => index);
    this.present = Int32Array.from(indexes.filter((index) => (layout.fields[index] ?? -1) >= 0));
    this.required = Int32Array.from(
      indexes.filter((index) => [true, version].includes(spec.columns[index]?.required ?? false)),
    );
    this.presentFields = this.present.map((column) => layout.fields[column] ?? -1);
    this.presentReaders = [...this.present].map((column) => this.bound.readers[column] ?? (() => REFUSED));
    this.blank = new Float64Array(this.values.length).fill(MISSING);
    this.blank.set(this.bound.constants);
    this.keyColumns = spec.table.key.map((name) => this.indexOf(name));
    this.identifier = spec.table.identifiedBy === undefined ? -1 : this.indexOf(spec.table.identifiedBy);
    this.nullTokens = mapping && mapping.nullTokens.length > 0 ? new ByteLookup(mapping.nullTokens) : undefined;
    this.trim = mapping?.trim ?? false;
    this.dateFormat = mapping?.dateFormat;
    this.isPlain = !this.trim && this.nullTokens === undefined;
    const { wordOf } = this.bound;
    const placeOf = (column: string) => {
      this.ruleColumns.add(this.indexOf(column));
      return this.indexOf(column);
    };
    this.rule = spec.rule?.({ ...context, wordOf, note, indexOf: placeOf });
  }

  /** A reader of many records at a time that reads them as this one does; undefined where each has to be looked at. */
  forBlocks(record: CurrentRecord, sink: BlockSink): BlockReader | undefined {
    if (!this.isPlain || this.metadata.length > 0) return undefined;
    const { bound, layout, present, required, rule, ruleColumns } = this;
    return new BlockReader({ record, bound, layout, present, required, rule, ruleColumns }, sink);
  }

  private indexOf(name: string): number {
    return this.columns.findIndex((column) => column.name === name);
  }

  /** Reads every cell; false when the row is refused. A row that deletes needs its key alone. */
  read(deletes: boolean): boolean {
    const { values } = this;
    const { effects } = this.bound;
    values.set(this.blank);
    this.refusal = this.isPlain ? this.readPlain(deletes) : this.readTidied(deletes);
    if (effects.length > 0) this.applyEffects();
    if (this.metadata.length > 0) this.readMetadata();
    const missing = this.missing(deletes);
    if (missing?.withdraws && this.refusal?.column !== missing.column) this.refusal = missing;
    this.refusal ??= missing;
    if (!this.refusal && !deletes) this.refusal = this.rule?.(this);
    return this.refusal === undefined;
  }

  /** Reads cells that stand as they are, nearly all there are: their bounds stay in registers. */
  private readPlain(deletes: boolean): RowRefusal | undefined {
    let refusal: RowRefusal | undefined;
    const { values, present, presentFields, presentReaders } = this;
    const { bytes, starts, ends, fieldCount } = this.scanner;
    for (let index = 0; index < present.length; index += 1) {
      const field = presentFields[index] ?? 0;
      const start = starts[field] ?? 0;
      const end = ends[field] ?? 0;
      if (start === end || field >= fieldCount) continue;
      const value = presentReaders[index]?.(bytes, start, end) ?? REFUSED;
      const column = present[index] ?? 0;
      values[column] = value === REFUSED ? MISSING : value;
      if (value === REFUSED && this.find(column)) refusal ??= this.refusalOf(column, deletes);
    }
    return refusal;
  }

  /** Reads cells that are trimmed, or compared with the source's words for nothing. */
  private readTidied(deletes: boolean): RowRefusal | undefined {
    let refusal: RowRefusal | undefined;
    const { values, present, presentReaders, scanner } = this;
    for (let index = 0; index < present.length; index += 1) {
      const column = present[index] ?? 0;
      if (!this.find(column)) continue;
      const value = presentReaders[index]?.(scanner.bytes, this.start, this.end) ?? REFUSED;
      values[column] = value === REFUSED ? MISSING : value;
      if (value === REFUSED && this.find(column)) refusal ??= this.refusalOf(column, deletes);
    }
    return refusal;
  }

  /**
   * Of a row that cannot be trusted as a whole, what of its key can be read: `values` for `TableBuilder.protect`, and
   * the key columns that could not.
   */
  readKey(): readonly number[] {
    const { values, scanner } = this;
    const { readers, constants, effects } = this.bound;
    const unreadable: number[] = [];
    values.fill(MISSING);
    const columns = this.identifier < 0 ? this.keyColumns : [...this.keyColumns, this.identifier];
    for (const column of columns) {
      if (this.find(column)) {
        const readable = isUtf8(scanner.bytes.subarray(this.start, this.end));
        const value = readable ? (readers[column]?.(scanner.bytes, this.start, this.end) ?? REFUSED) : REFUSED;
        if (value === REFUSED) unreadable.push(column);
        else values[column] = value;
        continue;
      }
      values[column] = constants[column] ?? MISSING;
      const absent = this.required.includes(column) && Number.isNaN(values[column]);
      const cutOff = (this.fields[column] ?? -1) >= scanner.fieldCount;
      if (absent || cutOff) unreadable.push(column);
    }
    if (effects.length > 0) this.applyEffects();
    return unreadable;
  }

  textOf = (column: string): string | undefined => (this.find(this.indexOf(column)) ? this.text() : undefined);

  private readMetadata(): void {
    const object = metadataObject(this.metadata, (field) => (this.findField(field) ? this.text() : undefined));
    this.values[this.columns.length] = object === undefined ? MISSING : this.internMetadata(object);
  }

  private text(): string {
    return decoder.decode(this.scanner.bytes.subarray(this.start, this.end));
  }

  /** Sets the bounds of a column's cell; false when it is empty. */
  private find(column: number): boolean {
    return this.findField(this.fields[column] ?? -1);
  }

  private findField(field: number): boolean {
    const { scanner } = this;
    if (field < 0 || field >= scanner.fieldCount) return false;
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
    const { effects } = this.bound;
    for (const { column, value } of effects) {
      if (Number.isNaN(this.values[column])) this.values[column] = value;
    }
    effects.length = 0;
  }

  private refusalOf(column: number, deletes: boolean): RowRefusal | undefined {
    const spec = this.columns[column];
    if (!spec || (deletes && !this.isKey(column))) return undefined;
    const message = refusalMessage(spec.name, spec.type, this.text(), this.dateFormat);
    return { column: spec.name, code: spec.type.code, message };
  }

  private missing(deletes: boolean): RowRefusal | undefined {
    const identified = deletes && this.identifier >= 0 && !Number.isNaN(this.values[this.identifier]);
    if (identified) return undefined;
    for (let index = 0; index < this.required.length; index += 1) {
      const column = this.required[index] ?? 0;
      const spec = this.columns[column];
      if (!spec || !Number.isNaN(this.values[column]) || (deletes && !this.isKey(column))) continue;
      const { name, type, whenMissing } = spec;
      if (whenMissing) return { column: name, ...whenMissing };
      return { column: name, code: 'row.missing_required_value', message: missingMessage(name, type, this.dateFormat) };
    }
    return undefined;
  }

  private isKey(column: number): boolean {
    return column === this.identifier || this.keyColumns.includes(column);
  }
}

const isBlank = (byte: number | undefined) => byte === SPACE || byte === TAB;
