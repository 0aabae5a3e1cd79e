import type { Cells } from './cells.ts';

/** `insert` and `find`: there is no row with that key. */
export const NONE = -1;
/** The rows do not lie together by the first part of their key: another index has to be made. */
export const SCATTERED = -2;

/** Comparisons spent on searching runs, per row, before searching any further costs more than hashing. */
const PATIENCE = 16;

/** Rows column by column, from the entry `from` on; a column that is undefined is missing in every row. */
export interface RowBlock {
  readonly columns: readonly (Float64Array | undefined)[];
  readonly from: number;
}

const NO_CELLS = new Float64Array(0);

/**
 * Finds rows of files whose rows lie together by the first part of their key, as most do: all of a student's absences, then
 * those of the next. Remembers where each run begins and needs no more: neighbours tell whether a key is there already.
 */
export class RunIndex {
  readonly #columns: readonly Cells[];
  readonly #leader: Cells;
  readonly #leading: number;
  readonly #rest: readonly number[];
  /** By value of the leading column, 1 + the first row of its run; 0 for none. */
  #firsts = new Int32Array(1024);
  #size = 0;
  /** Leading value of the last run, and whether the rest of the key has only ascended in it. */
  #current = -1;
  #ascends = true;
  /** Hashes of the rest of the key of the first `#hashed` rows of the last run, made when it does not ascend. */
  #hashes = new Int32Array(64);
  #hashed = 0;
  /** Where the row would lie that is asked for next, if tables are walked side by side. */
  #expected = 0;
  #comparisons = 0;
  /** Cells of the rows that are looked at, of which row `r` stands at `r - #looked`; of those missing throughout there are none. */
  #leaders: Float64Array = NO_CELLS;
  #others: readonly Float64Array[] = [];
  #looked = 0;
  /** The first row that is looked at. */
  #begun = 0;

  /** The first column of the key holds dictionary codes: small whole numbers. */
  constructor(columns: readonly Cells[], leader: Cells, key: readonly number[]) {
    this.#columns = columns;
    this.#leader = leader;
    this.#leading = key[0] ?? -1;
    this.#rest = key.slice(1);
  }

  /** Adds the row that was pushed last. The earlier row with its key, and then nothing is added; NONE; or SCATTERED. */
  insert(row: number): number {
    const code = this.#leader.get(row);
    if (row !== this.#size || Number.isNaN(code)) return SCATTERED;
    if (code !== this.#current || row === 0) return this.#begin(code, row);
    if (this.#rest.length === 0) return row - 1;
    const order = this.#compare(this.#columns, row, row - 1);
    if (order === 0) return row - 1;
    if (order < 0 || !this.#ascends) {
      const earlier = this.#searchOwn(row, this.#firstOf(code));
      if (earlier !== NONE) return earlier;
      this.#ascends = false;
    }
    this.#size += 1;
    return NONE;
  }

  /** Looks at own rows, of which `first` stands at `from` of these columns: `follow` is then asked about them. */
  look(first: number, { columns, from }: RowBlock): void {
    this.#begun = first;
    this.#looked = first - from;
    this.#leaders = columns[this.#leading] ?? NO_CELLS;
    this.#others = this.#rest.flatMap((place) => columns[place] ?? []);
  }

  /**
   * Adds rows from `row` to before `end`, as `insert` does, as long as each begins a run or goes on ascending in one, as
   * nearly all do; answers the first that does not, or `end`.
   */
  follow(row: number, end: number): number {
    const [leaders, rest] = [this.#leaders, this.#others];
    let next = row;
    for (; next < end && next === this.#size; next++) {
      const at = next - this.#looked;
      const code = leaders[at] ?? Number.NaN;
      if (code === this.#current && next > 0) {
        if (!this.#ascends || next === this.#begun || !ascendsIn(rest, at)) break;
        this.#size += 1;
      } else if (Number.isNaN(code) || this.#firstOf(code) !== NONE) break;
      else this.#begin(code, next);
    }
    return next;
  }

  /** The row with the key of a row of `columns`, NONE or SCATTERED. */
  find(columns: readonly Cells[], row: number, leader: Cells): number {
    const code = leader.get(row);
    const first = Number.isNaN(code) ? NONE : this.#firstOf(code);
    if (first === NONE) return NONE;
    const expected = this.#expected;
    if (expected < this.#size && this.#leader.get(expected) === code && this.#compare(columns, row, expected) === 0) {
      this.#expected = expected + 1;
      return expected;
    }
    const found = this.#search(columns, row, first, this.#size);
    if (found >= 0) this.#expected = found + 1;
    return found;
  }

  #begin(code: number, row: number): number {
    const first = this.#firstOf(code);
    if (first !== NONE) return this.#rest.length === 0 ? first : SCATTERED;
    if (code >= this.#firsts.length) {
      const grown = new Int32Array(Math.max(code + 1, this.#firsts.length * 2));
      grown.set(this.#firsts);
      this.#firsts = grown;
    }
    this.#firsts[code] = row + 1;
    this.#current = code;
    this.#ascends = true;
    this.#hashed = 0;
    this.#size += 1;
    return NONE;
  }

  #firstOf(code: number): number {
    return (this.#firsts[code] ?? 0) - 1;
  }

  /** Looks through the run that begins at `first`; it ends before `end` at the latest. */
  #search(columns: readonly Cells[], row: number, first: number, end: number): number {
    const code = this.#leader.get(first);
    let at = first;
    let found = NONE;
    for (; at < end && found === NONE && this.#leader.get(at) === code; at++) {
      if (this.#compare(columns, row, at) === 0) found = at;
    }
    this.#comparisons += at - first;
    return found === NONE && this.#isImpatient() ? SCATTERED : found;
  }

  /** Looks through the last run, from `first` to before `row`, for the key of that row. */
  #searchOwn(row: number, first: number): number {
    const length = row - first;
    if (length >= this.#hashes.length) {
      const grown = new Int32Array(2 * (length + 1));
      grown.set(this.#hashes);
      this.#hashes = grown;
    }
    const hashes = this.#hashes;
    // The row's own hash stands last and ends the search; it is written over when the row repeats another one.
    for (; this.#hashed < length; this.#hashed++) hashes[this.#hashed] = this.#hashOf(first + this.#hashed);
    const hash = this.#hashOf(row);
    hashes[length] = hash;
    this.#comparisons += length >> 2;
    let at = hashes.indexOf(hash);
    while (at < length && this.#compare(this.#columns, row, first + at) !== 0) at = hashes.indexOf(hash, at + 1);
    if (at < length) return first + at;
    return this.#isImpatient() ? SCATTERED : NONE;
  }

  #hashOf(row: number): number {
    let hash = 0;
    for (let at = 0; at < this.#rest.length; at++) {
      const value = this.#columns[this.#rest[at] ?? 0]?.get(row) ?? Number.NaN;
      hash = Math.imul(hash ^ (Number.isNaN(value) ? -1 : value | 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #isImpatient(): boolean {
    return this.#comparisons > PATIENCE * (this.#size + 1024);
  }

  /** Orders a row of `columns` against an own one by the rest of the key; missing cells come first. */
  #compare(columns: readonly Cells[], row: number, own: number): number {
    const rest = this.#rest;
    for (let at = 0; at < rest.length; at++) {
      const place = rest[at] ?? 0;
      const difference = order(columns[place]?.get(row)) - order(this.#columns[place]?.get(own));
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

/** Whether a row comes after the one before it by some columns; missing cells come first. */
function ascendsIn(columns: readonly Float64Array[], at: number): boolean {
  for (let place = 0; place < columns.length; place++) {
    const cells = columns[place] ?? NO_CELLS;
    const [value, before] = [cells[at] as number, cells[at - 1] as number];
    if (value > before) return true;
    if (value < before) return false;
    if (value !== before && Number.isNaN(before) !== Number.isNaN(value)) return Number.isNaN(before);
  }
  return false;
}

const order = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? -Number.MAX_VALUE : value);
