import {
  type CellArray,
  type CellWidth,
  cellArray,
  firstRows,
  gather,
  load,
  markValues,
  missingMark,
  NOTHING,
  store,
  storeFitting,
  widthOf,
  widthOfAll,
} from './cellArray.ts';
import { NULL_INT } from './table.ts';

/** Rows that are gathered before they go into their column together, and read together. */
export const BLOCK_ROWS = 1024;

const NO_CELLS = new Float64Array(BLOCK_ROWS).fill(Number.NaN);

/**
 * A column of numbers that is as narrow as its values allow and grows as they come: tens of millions of rows stay in a
 * few hundred megabytes, because most columns of a SIS file are empty, short codes or days.
 */
export class Cells {
  #array: CellArray;
  #width: CellWidth;
  #length: number;
  #missing: number;
  /** Rows before this one are in the array; the others wait in `#open`. */
  #settled: number;
  #open: Float64Array | undefined;
  #expected = 0;

  constructor(width: CellWidth = 0, array: CellArray = NOTHING, length = 0) {
    this.#width = width;
    this.#array = array;
    this.#length = length;
    this.#missing = missingMark(width);
    this.#settled = length;
  }

  /** `length` missing cells, ready for `set`. */
  static missing(length: number): Cells {
    return new Cells(0, NOTHING, length);
  }

  /** About so many rows will come: room for them is made at once, and memory is taken as it is filled. */
  expect(rows: number): void {
    this.#expected = rows;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether no cell has had a value. */
  get isMissing(): boolean {
    return this.#width === 0 && this.#open === undefined;
  }

  /** The number in a row; NaN where missing. */
  get(row: number): number {
    if (row >= this.#settled) return this.#open?.[row - this.#settled] ?? Number.NaN;
    if (this.#width === 0) return Number.NaN;
    const value = this.#array[row] as number;
    return value === this.#missing ? Number.NaN : value;
  }

  push(value: number): void {
    let open = this.#open;
    if (open === undefined) {
      if (this.#width === 0 && Number.isNaN(value)) {
        this.#length += 1;
        this.#settled += 1;
        return;
      }
      open = new Float64Array(BLOCK_ROWS);
      this.#open = open;
    }
    if (this.#length - this.#settled === BLOCK_ROWS) this.#settle();
    open[this.#length - this.#settled] = value + 0;
    this.#length += 1;
  }

  /** Takes back the rows from `length` on. */
  truncate(length: number): void {
    this.#length = length;
    if (this.#settled > length) this.#settled = length;
  }

  /** Adds the first `count` of `values`. */
  pushAll(values: Float64Array, count: number): void {
    this.#settle();
    this.#append(values, count);
  }

  /** Adds `count` missing cells. */
  pushMissing(count: number): void {
    this.#settle();
    if (this.#width === 0) {
      this.#length += count;
      this.#settled = this.#length;
      return;
    }
    for (let left = count; left > 0; left -= BLOCK_ROWS) this.#append(NO_CELLS, Math.min(left, BLOCK_ROWS));
  }

  set(row: number, value: number): void {
    if (this.#open && row >= this.#settled) {
      this.#open[row - this.#settled] = value + 0;
      return;
    }
    if (Number.isNaN(value)) {
      if (this.#width !== 0) this.#array[row] = this.#missing;
      return;
    }
    const width = widthOf(value);
    if (width > this.#width) this.#resize(width, Math.max(this.#array.length, this.#settled));
    this.#array[row] = value + 0;
  }

  /** Reads the `count` rows from `from` on into `out`; NaN where missing. */
  read(from: number, count: number, out: Float64Array): void {
    this.#settle();
    load(this.#array, from, count, out);
  }

  /** Reads the first `count` of some rows into `out`; NaN where missing or where a row is negative. */
  gather(rows: Int32Array, count: number, out: Float64Array): void {
    this.#settle();
    gather(this.#array, rows, count, out);
  }

  /** For each distinct value the first row that has it, in the order of rows. */
  firstRows(): readonly number[] {
    this.#settle();
    return firstRows(this.#array, this.#width === 0 ? 0 : this.#length);
  }

  /** Marks the values there are, which are whole numbers, until all are marked. */
  mark(marks: Uint8Array): void {
    this.#settle();
    if (this.#width !== 0) markValues(this.#array, this.#length, this.#missing, marks);
  }

  /** The same cells in the least width, without spare room: equal columns have equal bytes. */
  packed(): { readonly width: CellWidth; readonly array: CellArray } {
    this.#settle();
    const width = this.#leastWidth();
    if (width === this.#width) return { width, array: this.#array.subarray(0, width === 0 ? 0 : this.#length) };
    const array = cellArray(width, this.#length);
    if (width !== 0) this.#copyInto(array);
    return { width, array };
  }

  /** All cells as 32-bit integers with NULL_INT where missing; without a copy where they are stored so. */
  toInt32(): Int32Array {
    this.#settle();
    if (this.#array instanceof Int32Array) return this.#array.subarray(0, this.#length);
    const out = new Int32Array(this.#length);
    if (this.#width === 0) out.fill(NULL_INT);
    else this.#copyInto(out);
    return out;
  }

  /** All cells as doubles with NaN where missing; without a copy where they are stored so. */
  toFloat64(): Float64Array {
    this.#settle();
    if (this.#array instanceof Float64Array) return this.#array.subarray(0, this.#length);
    const out = new Float64Array(this.#length);
    load(this.#array, 0, this.#length, out);
    return out;
  }

  /** Puts the rows that wait into the array. */
  #settle(): void {
    const count = this.#length - this.#settled;
    if (this.#open && count > 0) this.#append(this.#open, count);
  }

  #append(values: Float64Array, count: number): void {
    const from = this.#settled;
    const end = from + count;
    const hasRoom = end <= this.#array.length;
    if (!hasRoom || storeFitting(values, count, this.#array, from) < count) {
      const width = widthOfAll(values, count, this.#width);
      const needed = Math.max(BLOCK_ROWS, end);
      const grown = needed <= this.#expected ? this.#expected : needed + (from >> 1);
      if (width > 0) this.#resize(width, hasRoom ? this.#array.length : grown);
      if (width > 0) store(values, count, this.#array, from);
    }
    this.#settled = end;
    if (this.#length < end) this.#length = end;
  }

  #leastWidth(): CellWidth {
    const block = new Float64Array(BLOCK_ROWS);
    let width: CellWidth = 0;
    for (let from = 0; from < this.#length && width < this.#width; from += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, this.#length - from);
      load(this.#array, from, count, block);
      width = widthOfAll(block, count, width);
    }
    return width;
  }

  /** Copies the settled rows into an array that is wide enough. */
  #copyInto(target: CellArray): void {
    const block = new Float64Array(BLOCK_ROWS);
    for (let from = 0; from < this.#settled; from += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, this.#settled - from);
      load(this.#array, from, count, block);
      store(block, count, target, from);
    }
  }

  #resize(width: CellWidth, capacity: number): void {
    const grown = cellArray(width, capacity);
    if (width === this.#width) grown.set(this.#array.subarray(0, this.#settled));
    else this.#copyInto(grown);
    this.#array = grown;
    this.#width = width;
    this.#missing = missingMark(width);
  }
}
