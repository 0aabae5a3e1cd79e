import type { Diagnostic } from '../../domain/diagnostic.ts';
import type { TableBuilder } from '../../lake/table.ts';
import type { CodeMaps } from '../codeMap.ts';
import { CsvScanner, MAX_FIELDS, type ScanFailure } from '../csv/scanner.ts';
import type { FileSpec, OneRosterVersion, RowContext, RowNote } from '../fileSpec.ts';
import { cp1252ToUtf8 } from '../mapping/cp1252.ts';
import type { FileMapping } from '../mapping/mapping.ts';
import { failureMessage, flawOf } from './flaws.ts';
import { type Layout, readHeader } from './header.ts';
import { quotedOrClass } from './messages.ts';
import { RowNotices } from './rowNotices.ts';
import { RowReader } from './rowReader.ts';
import { rowStatusOf } from './rowStatus.ts';

/** What a file's rows are read with, beyond the file. */
export interface ParseContext extends RowContext {
  /** Code maps of this file (`codeMapsOf`). */
  readonly codes?: CodeMaps;
  readonly mapping?: FileMapping | undefined;
}

export interface ParseOptions {
  readonly spec: FileSpec;
  readonly version: OneRosterVersion;
  readonly mode: 'bulk' | 'delta';
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly builder: TableBuilder;
  readonly context: ParseContext;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Name of the file in diagnostics; `<spec.name>.csv` unless given. */
  readonly file?: string;
}

export interface ParseOutcome {
  /** Records after the header, empty lines aside. */
  readonly rows: number;
  readonly rejected: number;
  /** The file could not be read to its end, or its last row is cut off. */
  readonly truncated: boolean;
  /** The header cannot be used: every row was counted and rejected, with one diagnostic for all. */
  readonly unusable: boolean;
}

/**
 * Reads one file of a drop into a table. Every row is appended or rejected; a rejected one has exactly one diagnostic of
 * severity `rejected`, and what can be read of its key is protected. Throws what the chunks throw, and a `RangeError` when
 * the mapping or a code map gives a column a value it cannot hold.
 */
export async function parseFile(options: ParseOptions): Promise<ParseOutcome> {
  const parse = new FileParse(options);
  for await (const chunk of options.chunks) {
    if (!parse.push(chunk)) break;
  }
  return parse.finish();
}

const EMPTY_FILE: Finding = {
  code: 'table.missing_header',
  message: 'The file is empty: it needs at least a header row.',
};
const NO_ROWS: Finding = {
  code: 'table.missing_data_rows',
  message: 'The file has a header and no rows: leave it out when there is nothing to send.',
};
const CUT_OFF: Finding = {
  code: 'csv.cut_off',
  message: 'The last row has no line end and cannot be read: the file was probably cut off. Send it again.',
};
const decoder = new TextDecoder();

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly column?: string;
}

class FileParse {
  private readonly options: ParseOptions;
  private readonly scanner: CsvScanner;
  private readonly file: string;
  private readonly notices = new RowNotices();
  private header: 'expected' | 'unusable' | 'read' = 'expected';
  private layout: Layout | undefined;
  private reader: RowReader | undefined;
  private rows = 0;
  private rejected = 0;
  private truncated = false;
  private lastRejected = false;

  constructor(options: ParseOptions) {
    this.options = options;
    this.file = options.file ?? `${options.spec.name}.csv`;
    this.scanner = new CsvScanner(options.context.mapping);
  }

  /** False when nothing more can be read. */
  push(chunk: Uint8Array): boolean {
    const bytes = this.options.context.mapping?.encoding === 'cp1252' ? cp1252ToUtf8(chunk) : chunk;
    const failure = this.scanner.push(bytes, this.onRecord);
    if (failure) this.breakOff(failure);
    return failure === undefined;
  }

  finish(): ParseOutcome {
    const failure = this.truncated ? undefined : this.scanner.finish(this.onRecord);
    if (failure) this.breakOff(failure);
    if (this.header === 'expected' && !this.truncated) this.refuseHeader(EMPTY_FILE);
    if (this.lastRejected && !this.scanner.terminated && !this.truncated) {
      this.truncated = true;
      this.tell('notice', 0, CUT_OFF);
    }
    if (this.rows === 0 && this.header === 'read') this.tell('notice', 0, NO_ROWS);
    for (const notice of this.notices.all(this.options.spec, this.options.version)) this.tell('notice', 0, notice);
    const { rows, rejected, truncated } = this;
    return { rows, rejected, truncated, unusable: this.header !== 'read' };
  }

  /** The record that has no end counts as a row. */
  private breakOff(failure: ScanFailure): void {
    this.truncated = true;
    const finding = { code: failure.code, message: failureMessage(failure) };
    if (this.header === 'expected') this.tell('rejected', failure.line, finding);
    else {
      this.rows += 1;
      this.reject(failure.line, finding);
    }
  }

  private readonly onRecord = (): void => {
    if (this.header === 'expected') {
      this.takeHeader();
      return;
    }
    this.rows += 1;
    this.lastRejected = false;
    if (this.layout && this.reader) this.takeRow(this.layout, this.reader);
    else this.rejected += 1;
  };

  private takeHeader(): void {
    const { scanner } = this;
    const { spec, version, mode, builder, context } = this.options;
    const flaw = flawOf(scanner, scanner.fieldCount);
    if (flaw) {
      this.refuseHeader(flaw);
      return;
    }
    const names = Array.from({ length: Math.min(scanner.fieldCount, MAX_FIELDS) }, (_, field) =>
      this.textOfField(field),
    );
    const { layout, findings } = readHeader(names, { spec, version, mode, mapping: context.mapping });
    for (const finding of findings) this.tell(layout ? 'notice' : 'rejected', scanner.line, finding);
    this.header = layout ? 'read' : 'unusable';
    if (!layout) return;
    const codes = context.codes ?? {};
    this.layout = layout;
    const note = (each: RowNote) => this.notices.note(each, spec);
    const { mapping } = context;
    this.reader = new RowReader(scanner, { spec, version, layout, builder, mapping, codes, context, note });
  }

  private refuseHeader(finding: Finding): void {
    this.header = 'unusable';
    this.tell('rejected', 1, finding);
  }

  private takeRow(layout: Layout, reader: RowReader): void {
    const { scanner, options } = this;
    const status = rowStatusOf(scanner, layout, options.mode);
    const refusal =
      flawOf(scanner, layout.width) ?? status.refusal ?? (reader.read(status.deletes) ? undefined : reader.refusal);
    if (refusal) {
      this.reject(scanner.line, refusal);
      const unreadable = reader.readKey();
      options.builder.protect(reader.values, unreadable);
      return;
    }
    if (options.mode === 'bulk') this.notices.countStatus(status);
    options.builder.append(reader.values, scanner.line, status.deletes);
  }

  private reject(line: number, finding: Finding): void {
    this.rejected += 1;
    this.lastRejected = true;
    if (finding.code === 'row.unmapped_code' && finding.column) this.countUnmapped(finding.column);
    this.tell('rejected', line, finding);
  }

  private tell(severity: Diagnostic['severity'], line: number, finding: Finding): void {
    const { code, message, column } = finding;
    this.options.report({ severity, file: this.file, line, ...(column ? { column } : {}), code, message });
  }

  private countUnmapped(column: string): void {
    const index = this.options.spec.columns.findIndex((each) => each.name === column);
    const spec = this.options.spec.columns[index];
    const field = this.layout?.fields[index] ?? -1;
    if (spec && field >= 0) this.notices.countUnmapped(column, quotedOrClass(spec.type, this.textOfField(field)));
  }

  private textOfField(field: number): string {
    const { bytes, starts, ends } = this.scanner;
    return decoder.decode(bytes.subarray(starts[field] ?? 0, ends[field] ?? 0));
  }
}
