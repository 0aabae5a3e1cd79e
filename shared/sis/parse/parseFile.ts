import type { Diagnostic } from '../../domain/diagnostic.ts';
import type { TableBuilder } from '../../lake/table.ts';
import type { CodeMaps } from '../codeMap.ts';
import { CsvScanner, MAX_FIELDS, type ScanFailure } from '../csv/scanner.ts';
import type { FileSpec, OneRosterVersion, RowContext, RowNote } from '../fileSpec.ts';
import { DerivedRecord, derives, type FieldsOfRecord, spelledAsMapped } from '../mapping/derivedRecord.ts';
import { Transcoder } from '../mapping/encodings.ts';
import type { FileMapping } from '../mapping/fileMapping.ts';
import type { JoinTable } from '../mapping/joinTable.ts';
import type { BlockSink } from './blockReader.ts';
import { DateHints } from './dateHints.ts';
import { CUT_OFF, EMPTY_FILE, failureMessage, flawOf, NO_ROWS, type RecordFlaw } from './flaws.ts';
import { type Layout, readHeader } from './header.ts';
import { quotedOrClass } from './messages.ts';
import { RowNotices } from './rowNotices.ts';
import { RowReader } from './rowReader.ts';
import { isDated, rowStatusOf } from './rowStatus.ts';

/** What a file's rows are read with, beyond the file. */
export interface ParseContext extends RowContext {
  /** Code maps of this file (`codeMapsOf`). */
  readonly codes?: CodeMaps;
  readonly mapping?: FileMapping | undefined;
  /** The files that the mapping's joins name, in their order. */
  readonly joins?: readonly JoinTable[];
}

export interface ParseOptions {
  readonly spec: FileSpec;
  readonly version: OneRosterVersion;
  readonly mode: 'bulk' | 'delta';
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly builder: TableBuilder;
  readonly context: ParseContext;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Bytes of the file, where they are known: room for its rows is made at once. */
  readonly size?: number;
  /** Name of the file in diagnostics; `<spec.name>.csv` unless given. */
  readonly file?: string;
}

export interface ParseOutcome {
  /** Records after the header, empty lines aside. */
  readonly rows: number;
  readonly rejected: number;
  /** The file could not be read to its end, or its last row is cut off. */
  readonly truncated: boolean;
  /** What ended the reading before the file's end. */
  readonly brokenBy?: ScanFailure['code'];
  /** The header cannot be used: every row was counted and rejected, with one diagnostic for all. */
  readonly unusable: boolean;
}

/**
 * Reads one file of a drop into a table. Every row is appended or rejected; a rejected one has exactly one diagnostic of
 * severity `rejected`, and what can be read of its key is protected unless the refusal withdraws the record. Throws what the chunks throw, and a `RangeError` when
 * the mapping or a code map gives a column a value it cannot hold.
 */
export async function parseFile(options: ParseOptions): Promise<ParseOutcome> {
  const parse = new FileParse(options);
  for await (const chunk of options.chunks) {
    if (!parse.push(chunk)) break;
  }
  return parse.finish();
}

const decoder = new TextDecoder();

type Finding = RecordFlaw & { readonly column?: string };

class FileParse {
  private readonly options: ParseOptions;
  private readonly scanner: CsvScanner;
  private readonly transcoder: Transcoder;
  private readonly file: string;
  /** The record as its reader sees it. */
  private record: FieldsOfRecord;
  private derived: DerivedRecord | undefined;
  /** Rows before the header. */
  private toSkip: number;
  /** Fields each row of the file must have. */
  private width = 0;
  private readonly notices = new RowNotices();
  private readonly dateHints: DateHints;
  private header: 'expected' | 'unusable' | 'read' = 'expected';
  private layout: Layout | undefined;
  private reader: RowReader | undefined;
  private rows = 0;
  private rejected = 0;
  private truncated = false;
  private brokenBy: ScanFailure['code'] | undefined;
  private lastRejected = false;
  private bytesTaken = 0;

  constructor(options: ParseOptions) {
    this.options = options;
    this.file = options.file ?? `${options.spec.name}.csv`;
    const { mapping } = options.context;
    this.scanner = new CsvScanner(mapping);
    this.transcoder = new Transcoder(mapping?.encoding ?? 'utf-8');
    this.dateHints = new DateHints(mapping?.dateFormat ?? 'YYYY-MM-DD');
    this.record = this.scanner;
    this.toSkip = mapping?.skipRows ?? 0;
  }

  /** False when nothing more can be read. */
  push(chunk: Uint8Array): boolean {
    const isFirst = this.rows === 0;
    const canGoOn = this.scan(this.transcoder.push(chunk));
    this.bytesTaken += chunk.length;
    if (isFirst && this.rows > 0) this.expectRows();
    return canGoOn;
  }

  /** Tells the table about how many rows will come, by the length of the first ones. */
  private expectRows(): void {
    const { size = 0, builder } = this.options;
    builder.expect?.(Math.ceil((1.05 * this.rows * Math.max(size, this.bytesTaken)) / this.bytesTaken));
  }

  private scan(bytes: Uint8Array): boolean {
    const failure = this.scanner.push(bytes, this.onRecord);
    if (failure) this.breakOff(failure);
    return failure === undefined;
  }

  finish(): ParseOutcome {
    if (!this.truncated) this.scan(this.transcoder.finish());
    const failure = this.truncated ? undefined : this.scanner.finish(this.onRecord);
    if (failure) this.breakOff(failure);
    if (this.header === 'expected' && !this.truncated) this.refuseHeader(EMPTY_FILE);
    if (this.lastRejected && !this.scanner.terminated && !this.truncated) {
      this.truncated = true;
      this.tell('notice', 0, CUT_OFF);
    }
    if (this.rows === 0 && this.header === 'read') this.tell('notice', 0, NO_ROWS);
    const told = [...this.notices.all(this.options.spec, this.options.version), ...this.dateHints.all()];
    for (const notice of [...told, ...(this.derived?.notices() ?? [])]) this.tell('notice', 0, notice);
    const { rows, rejected, truncated, brokenBy } = this;
    return { rows, rejected, truncated, unusable: this.header !== 'read', ...(brokenBy && { brokenBy }) };
  }

  /** The record that has no end counts as a row. */
  private breakOff(failure: ScanFailure): void {
    this.truncated = true;
    this.brokenBy = failure.code;
    const finding = { code: failure.code, message: failureMessage(failure) };
    if (this.header === 'expected') this.tell('rejected', failure.line, finding);
    else {
      this.rows += 1;
      this.reject(failure.line, finding);
    }
  }

  private readonly onRecord = (): void => {
    if (this.toSkip > 0) {
      this.toSkip -= 1;
      return;
    }
    if (this.header === 'expected') {
      const names = this.options.context.mapping?.header;
      this.takeHeader(names ?? this.namesInFile());
      if (!names) return;
    }
    this.lastRejected = false;
    if (this.derived) this.takeRecord(this.derived);
    else this.takeRow(flawOf(this.scanner, this.width));
  };

  private namesInFile(): readonly string[] {
    const length = Math.min(this.scanner.fieldCount, MAX_FIELDS);
    return Array.from({ length }, (_, field) => this.textOfField(field));
  }

  private takeHeader(names: readonly string[]): void {
    const { mismatch } = this.transcoder;
    const encoding = mismatch === undefined ? undefined : { code: 'csv.wrong_encoding', message: mismatch };
    const flaw = encoding ?? flawOf(this.scanner, names.length);
    if (flaw) this.refuseHeader(flaw);
    else this.bind(names);
  }

  /** Binds the columns to the fields of the file. */
  private bind(header: readonly string[]): void {
    const { spec, version, mode, builder, context } = this.options;
    const { mapping, joins = [] } = context;
    const names = mapping ? spelledAsMapped(header, mapping) : header;
    const derived = mapping && derives(mapping) ? new DerivedRecord(names, mapping, joins) : undefined;
    const missing = derived?.missing[0];
    if (missing !== undefined) {
      this.refuseHeader({
        code: 'table.missing_header',
        message: `The header has no column "${missing}", which the mapping needs.`,
      });
      return;
    }
    const { layout, findings } = readHeader(derived?.names ?? names, { spec, version, mode, mapping });
    for (const finding of findings) this.tell(layout ? 'notice' : 'rejected', this.scanner.line, finding);
    this.header = layout ? 'read' : 'unusable';
    if (!layout) return;
    this.width = header.length;
    this.layout = layout;
    this.derived = derived;
    this.record = derived ?? this.scanner;
    const codes = context.codes ?? {};
    const note = (each: RowNote) => this.notices.note(each, spec);
    this.reader = new RowReader(this.record, { spec, version, layout, builder, mapping, codes, context, note });
    const blocks =
      derived || mode === 'delta' ? undefined : this.reader.forBlocks(this.scanner, this.sink(this.reader));
    if (blocks) this.scanner.inBlocks(this.width, (block) => blocks.take(block));
  }

  private sink({ textOf }: RowReader): BlockSink {
    return {
      append: (columns, from, to, line, dated) => {
        this.rows += to - from;
        this.lastRejected = false;
        this.notices.countActive(dated);
        this.options.builder.appendBlock(columns, from, to, line);
      },
      readAlone: () => {
        this.lastRejected = false;
        this.takeRow(undefined);
      },
      refuse: (refusal) => {
        this.rows += 1;
        this.refuse(refusal);
      },
      textOf,
    };
  }

  private refuseHeader(finding: Finding): void {
    this.header = 'unusable';
    this.tell('rejected', 1, finding);
  }

  /** One row of the file, which may be passed over or stand for several rows of the table. */
  private takeRecord(derived: DerivedRecord): void {
    const refusal = derived.take(this.scanner);
    const flaw = flawOf(this.scanner, this.width) ?? refusal;
    if (flaw) this.takeRow(flaw);
    else if (derived.isSelected()) while (derived.next()) this.takeRow(undefined);
  }

  private takeRow(flaw: Finding | undefined): void {
    const { layout, reader, record, options } = this;
    this.rows += 1;
    if (!layout || !reader) {
      this.rejected += 1;
      return;
    }
    const status = rowStatusOf(record, layout, options.mode);
    const refusal = flaw ?? status.refusal ?? (reader.read(status.deletes) ? undefined : reader.refusal);
    if (refusal) {
      this.refuse(refusal);
      return;
    }
    if (options.mode === 'bulk') this.notices.countStatus(status, isDated(record, layout));
    options.builder.append(reader.values, this.scanner.line, status.deletes);
  }

  /** Rejects the current record; a stored one with its key stays, unless the refusal withdraws it. */
  private refuse(refusal: Finding): void {
    this.reject(this.scanner.line, refusal);
    if ('withdraws' in refusal || !this.reader) return;
    const unreadable = this.reader.readKey();
    this.options.builder.protect(this.reader.values, unreadable);
  }

  private reject(line: number, finding: Finding): void {
    this.rejected += 1;
    this.lastRejected = true;
    const { code, column } = finding;
    if (code === 'row.unmapped_code' && column) this.countUnmapped(column);
    if (code === 'row.invalid_date' && column) this.dateHints.refused(column, this.cellOf(column));
    this.tell('rejected', line, finding);
  }

  private tell(severity: Diagnostic['severity'], line: number, finding: Finding): void {
    const { code, message, column } = finding;
    this.options.report({ severity, file: this.file, line, ...(column ? { column } : {}), code, message });
  }

  private countUnmapped(column: string): void {
    const type = this.options.spec.columns.find((each) => each.name === column)?.type;
    const code = this.cellOf(column);
    if (type && code !== '') this.notices.countUnmapped(column, quotedOrClass(type, code));
  }

  private cellOf(column: string): string {
    const index = this.options.spec.columns.findIndex((each) => each.name === column);
    return this.textOfField(this.layout?.fields[index] ?? -1);
  }

  private textOfField(field: number): string {
    const { bytes, starts, ends } = this.record;
    return decoder.decode(bytes.subarray(starts[field] ?? 0, ends[field] ?? 0));
  }
}
