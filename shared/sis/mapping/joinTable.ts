import { CsvScanner, FLAW } from '../csv/scanner.ts';
import { Transcoder } from './encodings.ts';
import type { FileMapping, Join } from './fileMapping.ts';

/** Rows of another file that are kept to complete rows from; a district's students fit many times over. */
export const MAX_JOINED_ROWS = 500_000;

/** What a key stands for in the other file: cells in the order of the join's columns. */
export type JoinedRow = readonly string[];

/** The rows of another file by key. */
export interface JoinTable {
  /** Undefined for a key that no row has, and `ambiguous` for one that several rows have with different cells. */
  readonly find: (key: string) => JoinedRow | 'ambiguous' | undefined;
}

/** The file that rows are completed from cannot be used; the message is for the people who sent it. */
export class JoinError extends Error {
  override readonly name = 'JoinError';
}

/** Parts of a key as one text; no cell holds a NUL. */
export const keyOf = (parts: readonly string[]): string => parts.join('\0');

/** Reads the file that a join names; throws a `JoinError` when it lacks a column, breaks off or is too large. */
export async function readJoin(
  join: Join,
  file: FileMapping,
  fileName: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<JoinTable> {
  const format = { ...file, ...definedOf(join) };
  const reading = new JoinReading(join, fileName, format);
  for await (const chunk of chunks) reading.push(chunk);
  return reading.finish();
}

type Format = Pick<FileMapping, 'delimiter' | 'encoding' | 'quoteEscape' | 'nullTokens' | 'trim'>;

function definedOf({ delimiter, encoding, quoteEscape, nullTokens, trim }: Join): Partial<Format> {
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(encoding !== undefined && { encoding }),
    ...(quoteEscape !== undefined && { quoteEscape }),
    ...(nullTokens !== undefined && { nullTokens }),
    ...(trim !== undefined && { trim }),
  };
}

const decoder = new TextDecoder();

class JoinReading {
  readonly #join: Join;
  readonly #fileName: string;
  readonly #format: Format;
  readonly #scanner: CsvScanner;
  readonly #transcoder: Transcoder;
  readonly #rows = new Map<string, JoinedRow | 'ambiguous'>();
  #width = 0;
  /** Fields of the key, then of the columns. */
  #keys: readonly number[] = [];
  #cells: readonly number[] = [];

  constructor(join: Join, fileName: string, format: Format) {
    this.#join = join;
    this.#fileName = fileName;
    this.#format = format;
    this.#scanner = new CsvScanner(format);
    this.#transcoder = new Transcoder(format.encoding);
  }

  push(chunk: Uint8Array): void {
    const failure = this.#scanner.push(this.#transcoder.push(chunk), this.#onRecord);
    if (this.#transcoder.mismatch) throw this.#error(this.#transcoder.mismatch);
    if (failure)
      throw this.#error(`The row on line ${failure.line} does not end: most likely a quote was never closed.`);
  }

  finish(): JoinTable {
    this.push(this.#transcoder.finish());
    const failure = this.#scanner.finish(this.#onRecord);
    if (failure) throw this.#error('It ends inside a quoted cell: it was cut off. Send it again.');
    if (this.#width === 0) throw this.#error('It is empty: it needs at least a header row.');
    return { find: (key) => this.#rows.get(key) };
  }

  #error(reason: string): JoinError {
    return new JoinError(`${this.#fileName} cannot be used to complete rows. ${reason}`);
  }

  readonly #onRecord = (): void => {
    const scanner = this.#scanner;
    if (this.#width === 0) {
      this.#takeHeader();
      return;
    }
    const damaged =
      scanner.fieldCount !== this.#width || (scanner.flaws & (FLAW.invalidUtf8 | FLAW.nulByte | FLAW.strayQuote)) !== 0;
    if (damaged) throw this.#error(`Line ${scanner.line} is damaged, or has not as many cells as the header: mend it.`);
    const key = keyOf(this.#keys.map((field) => this.#text(field)));
    const row = this.#cells.map((field) => this.#text(field));
    const known = this.#rows.get(key);
    const isSame = known === undefined || (known !== 'ambiguous' && known.every((cell, index) => cell === row[index]));
    this.#rows.set(key, isSame ? row : 'ambiguous');
    if (this.#rows.size > MAX_JOINED_ROWS)
      throw this.#error(`It has more than ${MAX_JOINED_ROWS} rows: join it before it is exported.`);
  };

  #takeHeader(): void {
    const names = Array.from({ length: this.#scanner.fieldCount }, (_, field) => this.#text(field));
    this.#width = names.length;
    const place = (name: string) => placeOf(name, names);
    const wanted = [...Object.values(this.#join.on), ...Object.keys(this.#join.columns)];
    const missing = wanted.filter((name) => place(name) < 0);
    if (missing.length > 0)
      throw this.#error(`Its header has no column ${missing.map((name) => `"${name}"`).join(', ')}.`);
    this.#keys = Object.values(this.#join.on).map(place);
    this.#cells = Object.keys(this.#join.columns).map(place);
  }

  #text(field: number): string {
    const { bytes, starts, ends } = this.#scanner;
    return cleaned(decoder.decode(bytes.subarray(starts[field] ?? 0, ends[field] ?? 0)), this.#format);
  }
}

/** A cell without what its mapping says does not count. */
export function cleaned(text: string, { trim, nullTokens }: Pick<FileMapping, 'trim' | 'nullTokens'>): string {
  const trimmed = trim ? text.replace(/^[ \t]+|[ \t]+$/g, '') : text;
  return nullTokens.includes(trimmed) ? '' : trimmed;
}

/** Where a column stands: under just that name, else under one that differs in spaces and the case of letters alone. */
export function placeOf(name: string, names: readonly string[]): number {
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const alike = names.flatMap((each, index) =>
    each.trim().toLowerCase() === name.trim().toLowerCase() ? [index] : [],
  );
  return alike.length === 1 ? (alike[0] ?? -1) : -1;
}
