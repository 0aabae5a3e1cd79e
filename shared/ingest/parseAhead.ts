import type { ColumnarTable } from '../lake/columnar.ts';
import { coreCount, Thread, threadEntry } from '../runtime/threads.ts';
import type { DropFile } from '../sis/drop/source.ts';
import type { FileOrder, ParseAnswer, ParsedFile, ParseOrder } from './parseThread.ts';

/** When files are read in a thread of their own. */
export interface ParseSettings {
  /** Processors there are; with one, nothing is read ahead. */
  readonly cores: number;
  /** Bytes from which on a file is worth it. */
  readonly leastBytes: number;
}

export const parseSettings = (): ParseSettings => ({ cores: coreCount(), leastBytes: 8 * 1024 * 1024 });

/** Pieces of a file that are under way to the thread, and the bytes of each: as many as come at a time. */
const PIECES = 3;
const PIECE_BYTES = 4 * 1024 * 1024;

/** A file that can be read without the others. */
export interface AheadFile {
  readonly name: string;
  readonly file: DropFile;
  readonly stored: () => Promise<ColumnarTable>;
  readonly order: Omit<FileOrder, 'dictionaries'>;
}

/** What the thread made of a file, with the table that its rows belong to. */
export interface ParsedAhead extends ParsedFile {
  readonly previous: ColumnarTable;
}

/**
 * Reads one file of a drop in a thread while another one is worked on: at most two are in memory at a time. What comes of it
 * is what comes of reading it in its turn, and an error of its is told then.
 */
export class ParseAhead {
  readonly #files: readonly (AheadFile | undefined)[];
  #thread: Thread<ParseOrder, ParseAnswer> | undefined;
  #next = 0;
  #underWay: { readonly name: string; readonly parsed: Promise<ParsedAhead | undefined> } | undefined;

  /** @param files those that can be read ahead, in the order in which they are taken */
  constructor(files: readonly AheadFile[], { cores, leastBytes }: ParseSettings) {
    this.#files = cores < 2 ? [] : files.filter(({ file }) => file.size >= leastBytes);
  }

  /** What was made of a file; undefined when it has to be read now. The next one is begun. */
  async take(name: string): Promise<ParsedAhead | undefined> {
    const parsed = this.#underWay?.name === name ? await this.#underWay.parsed : undefined;
    if (this.#underWay?.name === name) this.#underWay = undefined;
    if (this.#files[this.#next]?.name === name) this.#next += 1;
    this.#begin();
    return parsed;
  }

  async close(): Promise<void> {
    await this.#thread?.close();
    this.#thread = undefined;
  }

  #begin(): void {
    const file = this.#files[this.#next];
    if (!file || this.#underWay) return;
    this.#next += 1;
    this.#thread ??= new Thread(threadEntry(import.meta.url, 'parseThread'), undefined);
    const parsed = parsedBy(this.#thread, file);
    // It is waited for in its turn; until then nobody hears of what went wrong.
    parsed.catch(() => {});
    this.#underWay = { name: file.name, parsed };
  }
}

async function parsedBy(
  thread: Thread<ParseOrder, ParseAnswer>,
  { file, order, stored }: AheadFile,
): Promise<ParsedAhead | undefined> {
  const previous = await stored();
  const dictionaries = previous.schema.columns.map(({ name }) => previous.stored(name).dictionary?.parts());
  await thread.ask({ kind: 'begin', file: { ...order, dictionaries } });
  await feed(thread, file.open());
  const { parsed } = await thread.ask({ kind: 'end' });
  return parsed && { ...parsed, previous };
}

/**
 * Hands the thread a file in memory that both see, until it wants no more. Chunks stay what they are: where a scanner looks
 * at a record without end depends on them.
 */
async function feed(thread: Thread<ParseOrder, ParseAnswer>, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const feeder = new Feeder(thread);
  try {
    for await (const chunk of chunks) if (!(await feeder.push(chunk))) return;
    await feeder.finish();
  } catch (error) {
    // Behind the place where the thread stopped reading, nothing would have been read.
    if (await feeder.finish()) throw error;
  }
}

class Feeder {
  readonly #thread: Thread<ParseOrder, ParseAnswer>;
  readonly #pieces = Array.from({ length: PIECES }, () => new Uint8Array(new SharedArrayBuffer(PIECE_BYTES)));
  readonly #answers: Promise<ParseAnswer>[] = [];
  #sent = 0;
  /** Where the chunks end that wait in the next piece. */
  #ends: number[] = [];

  constructor(thread: Thread<ParseOrder, ParseAnswer>) {
    this.#thread = thread;
  }

  /** False when the thread wants no more. */
  async push(chunk: Uint8Array): Promise<boolean> {
    const taken = this.#ends.at(-1) ?? 0;
    if (taken + chunk.length > PIECE_BYTES && !(await this.#send())) return false;
    if (chunk.length > PIECE_BYTES) {
      this.#ask(chunk, [chunk.length]);
      return this.#makeRoom();
    }
    const from = this.#ends.at(-1) ?? 0;
    this.#piece.set(chunk, from);
    this.#ends.push(from + chunk.length);
    return true;
  }

  /** Sends what waits; whether the thread would have gone on behind it. */
  async finish(): Promise<boolean> {
    if (!(await this.#send())) return false;
    return (await Promise.all(this.#answers)).every(({ goesOn }) => goesOn);
  }

  get #piece(): Uint8Array {
    return this.#pieces[this.#sent % PIECES] ?? new Uint8Array(0);
  }

  async #send(): Promise<boolean> {
    const ends = this.#ends;
    if (ends.length === 0) return true;
    this.#ends = [];
    this.#ask(this.#piece, ends);
    return this.#makeRoom();
  }

  #ask(bytes: Uint8Array, ends: readonly number[]): void {
    const answer = this.#thread.ask({ kind: 'piece', bytes, ends });
    answer.catch(() => {});
    this.#answers.push(answer);
    this.#sent += 1;
  }

  /** Waits until the next piece has been read that is to be filled again. */
  async #makeRoom(): Promise<boolean> {
    const oldest = this.#answers.length === PIECES ? this.#answers.shift() : undefined;
    return oldest === undefined || (await oldest).goesOn;
  }
}
