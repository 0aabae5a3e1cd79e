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

  constructor(stored: readonly Cells[], incoming: readonly Cells[]) {
    this.#stored = stored;
    this.#incoming = incoming;
  }

  /** Moves on to the rows from `from` to before `end`, at most BLOCK_ROWS; `find` answers a row's partner, or -1. */
  pair(from: number, end: number, find: (row: number) => number): void {
    this.#from = from;
    const count = end - from;
    for (let at = 0; at < count; at++) this.#partners[at] = find(from + at);
    this.#differs.fill(0);
    // Column by column, because a column's array is read fast as long as it is the same one.
    this.#stored.forEach((cells, place) => {
      cells.read(from, count, this.#left);
      this.#incoming[place]?.gather(this.#partners, count, this.#right);
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

  #compare(count: number): void {
    const [left, right, differs] = [this.#left, this.#right, this.#differs];
    for (let at = 0; at < count; at++) {
      const [a, b] = [left[at] ?? 0, right[at] ?? 0];
      if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) differs[at] = 1;
    }
  }
}
