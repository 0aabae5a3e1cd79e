import { BLOCK_ROWS, type Cells } from './cells.ts';

/** Stored rows beside the rows of a file with the same keys, a block of them at a time. */
export class RowPairs {
  readonly #stored: readonly Cells[];
  readonly #incoming: readonly Cells[];
  readonly #partners = new Int32Array(BLOCK_ROWS);
  readonly #differs = new Uint8Array(BLOCK_ROWS);
  readonly #left = new Float64Array(BLOCK_ROWS);
  readonly #right = new Float64Array(BLOCK_ROWS);
  #from = 0;
  /** Places of the columns that identify a record. */
  readonly #key: readonly number[];
  /** The file's row that comes next if its rows are in the order of the stored ones. */
  #next = 0;

  constructor(stored: readonly Cells[], incoming: readonly Cells[], key: readonly number[]) {
    this.#stored = stored;
    this.#incoming = incoming;
    this.#key = key;
  }

  /** Moves on to the rows from `from` to before `end`, at most BLOCK_ROWS; `find` answers a row's partner, or -1. */
  pair(from: number, end: number, find: (row: number) => number): void {
    this.#from = from;
    const count = end - from;
    const next = this.#next;
    const isAligned = this.#isAligned(from, count, next);
    for (let at = 0; at < count; at++) {
      const partner = isAligned ? next + at : find(from + at);
      this.#partners[at] = partner;
      if (partner >= 0) this.#next = partner + 1;
    }
    this.#differs.fill(0);
    // Column by column, because a column's array is read fast as long as it is the same one.
    this.#stored.forEach((cells, place) => {
      const incoming = this.#incoming[place];
      if (!incoming || (cells.isMissing && incoming.isMissing)) return;
      cells.read(from, count, this.#left);
      if (isAligned) incoming.read(next, count, this.#right);
      else incoming.gather(this.#partners, count, this.#right);
      this.#compare(count);
    });
  }

  /** The file's row with the key of a stored one; -1 when there is none. */
  partnerOf(row: number): number {
    return this.#partners[row - this.#from] ?? -1;
  }

  /** Whether a stored row holds something else than its partner in any column; missing equals missing. */
  differs(row: number): boolean {
    return this.#differs[row - this.#from] === 1;
  }

  /** Whether stored rows and rows of the file have the same keys, one after the other: then none has to be looked for. */
  #isAligned(from: number, count: number, next: number): boolean {
    if (next + count > (this.#incoming[0]?.length ?? 0)) return false;
    this.#differs.fill(0);
    for (const place of this.#key) {
      const [stored, incoming] = [this.#stored[place], this.#incoming[place]];
      if (!stored || !incoming || (stored.isMissing && incoming.isMissing)) continue;
      stored.read(from, count, this.#left);
      incoming.read(next, count, this.#right);
      this.#compare(count);
      if (this.#differs.includes(1)) return false;
    }
    return true;
  }

  #compare(count: number): void {
    const [left, right, differs] = [this.#left, this.#right, this.#differs];
    for (let at = 0; at < count; at++) {
      const value = left[at] as number;
      const other = right[at] as number;
      if (value !== other && !(Number.isNaN(value) && Number.isNaN(other))) differs[at] = 1;
    }
  }
}
