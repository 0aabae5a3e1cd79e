import type { Diagnostic } from '../../domain/diagnostic.ts';
import type { TableBuilder } from '../../lake/table.ts';
import type { CodeMaps } from '../codeMap.ts';
import type { ScanFailure } from '../csv/scanner.ts';
import type { FileSpec, OneRosterVersion, RowContext } from '../fileSpec.ts';
import type { FileMapping } from '../mapping/fileMapping.ts';
import type { JoinTable } from '../mapping/joinTable.ts';
import { FileParse } from './fileParse.ts';

/** What a file's rows are read with, beyond the file. */
export interface ParseContext extends RowContext {
  /** Code maps of this file (`codeMapsOf`). */
  readonly codes?: CodeMaps;
  readonly mapping?: FileMapping | undefined;
  /** The files that the mapping's joins name, in their order. */
  readonly joins?: readonly JoinTable[];
}

/** One file, and what becomes of its rows. */
export interface FileReading {
  readonly spec: FileSpec;
  readonly version: OneRosterVersion;
  readonly mode: 'bulk' | 'delta';
  readonly builder: TableBuilder;
  readonly context: ParseContext;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Bytes of the file, where they are known: room for its rows is made at once. */
  readonly size?: number;
  /** Name of the file in diagnostics; `<spec.name>.csv` unless given. */
  readonly file?: string;
}

export interface ParseOptions extends FileReading {
  readonly chunks: AsyncIterable<Uint8Array>;
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
