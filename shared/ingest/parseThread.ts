import type { Diagnostic } from '../domain/diagnostic.ts';
import type { CellParts } from '../lake/cells.ts';
import { ColumnarTable, emptyColumn } from '../lake/columnar.ts';
import { Dictionary, type DictionaryParts } from '../lake/dictionary.ts';
import { FileRows, type FileRowsParts } from '../lake/fileRows.ts';
import { answerOrders } from '../runtime/threads.ts';
import type { OneRosterVersion } from '../sis/fileSpec.ts';
import { FileParse } from '../sis/parse/fileParse.ts';
import type { ParseContext, ParseOutcome } from '../sis/parse/parseFile.ts';
import { recognize } from '../sis/registry.ts';

/** A file that is to be read in another thread: all that it needs to know, and nothing that cannot be sent. */
export interface FileOrder {
  /** Of its `FileSpec`. */
  readonly name: string;
  readonly fileName: string;
  readonly version: OneRosterVersion;
  readonly mode: 'bulk' | 'delta';
  readonly size: number;
  /** Of the table that the rows will be merged into, by column. */
  readonly dictionaries: readonly (DictionaryParts | undefined)[];
  readonly context: Pick<ParseContext, 'codes' | 'mapping' | 'gradeScales'>;
}

/** What is asked of the thread, in this order: one `begin`, the file in pieces, one `end`. */
export type ParseOrder =
  | { readonly kind: 'begin'; readonly file: FileOrder }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array; readonly ends: readonly number[] }
  | { readonly kind: 'end' };

/** A file as the thread has read it. */
export interface ParsedFile {
  readonly rows: FileRowsParts;
  readonly outcome: ParseOutcome;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParseAnswer {
  /** False when nothing more of the file is read. */
  readonly goesOn: boolean;
  /** At the end; absent when there was more to tell of the file than is worth sending. */
  readonly parsed?: ParsedFile;
}

/** What is told of a file, and rows refused, that are kept as objects; a file with more is read where its findings go. */
const MOST_FINDINGS = 20_000;

/** Notes what is protected: the keys of stored rows are not here. */
class RowsToSend extends FileRows {
  readonly rejected: { readonly values: Float64Array; readonly unreadable: readonly number[] }[] = [];

  override protect(values: Float64Array, unreadable: readonly number[]): void {
    this.rejected.push({ values: values.slice(), unreadable });
  }
}

class Reading {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #rows: RowsToSend;
  readonly #parse: FileParse;
  #goesOn = true;

  constructor({ name, fileName, dictionaries, context, ...reading }: FileOrder) {
    const recognized = recognize(name);
    if (recognized.kind !== 'table') throw new TypeError(`${name} is no file of the drop`);
    const { spec } = recognized;
    const columns = spec.table.columns.map((schema, place) => {
      const stored = dictionaries[place];
      return { ...emptyColumn(schema, 0), ...(stored && { dictionary: Dictionary.from(stored) }) };
    });
    const report = (diagnostic: Diagnostic) => void this.#diagnostics.push(diagnostic);
    this.#rows = new RowsToSend(new ColumnarTable(spec.table, 0, columns), report, fileName);
    this.#parse = new FileParse({
      ...reading,
      spec,
      file: fileName,
      builder: this.#rows,
      report,
      context: { ...context, instructionalMinutes: refuseMinutes },
    });
  }

  /** Takes the chunks that end at `ends`, as long as the file is read. */
  push(bytes: Uint8Array, ends: readonly number[]): boolean {
    for (const [index, end] of ends.entries()) {
      if (!this.#goesOn) break;
      this.#goesOn = this.#parse.push(bytes.subarray(ends[index - 1] ?? 0, end)) && !this.#tellsTooMuch;
    }
    return this.#goesOn;
  }

  finish(): ParsedFile | undefined {
    const outcome = this.#tellsTooMuch ? undefined : this.#parse.finish();
    if (!outcome || this.#tellsTooMuch) return undefined;
    const rows = { ...this.#rows.parts(), rejected: this.#rows.rejected };
    return { rows, outcome, diagnostics: this.#diagnostics };
  }

  get #tellsTooMuch(): boolean {
    return this.#diagnostics.length + this.#rows.rejected.length > MOST_FINDINGS;
  }
}

function refuseMinutes(): never {
  throw new Error('a file whose rule asks for the calendar is not read in a thread of its own');
}

let reading: Reading | undefined;

answerOrders((order: ParseOrder): { answer: ParseAnswer; transfer: readonly ArrayBuffer[] } => {
  if (order.kind === 'begin') {
    reading = new Reading(order.file);
    return { answer: { goesOn: true }, transfer: [] };
  }
  if (order.kind === 'piece') {
    return { answer: { goesOn: reading?.push(order.bytes, order.ends) ?? false }, transfer: [] };
  }
  const parsed = reading?.finish();
  reading = undefined;
  return parsed
    ? { answer: { goesOn: false, parsed }, transfer: buffersOf(parsed.rows) }
    : { answer: { goesOn: false }, transfer: [] };
});

/** The memory of the columns goes along, and is not copied. */
function buffersOf({ columns, lines, deletions, dictionaries }: FileRowsParts): readonly ArrayBuffer[] {
  const ofCells = ({ array }: CellParts) => array;
  const arrays = [
    ...[...columns, lines, deletions].map(ofCells),
    ...dictionaries.flatMap((dictionary) => (dictionary ? [dictionary.blob, dictionary.offsets] : [])),
  ];
  return arrays.flatMap(({ buffer, byteLength }) => (byteLength > 0 && buffer instanceof ArrayBuffer ? [buffer] : []));
}
