import { NULL_INT } from './table.ts';

/** Bytes of one stored cell; 0 where every cell is missing, 8 for numbers that no 32-bit integer holds. */
export type CellWidth = 0 | 1 | 2 | 4 | 8;

export type CellArray = Uint8Array | Uint16Array | Int32Array | Float64Array;

const NOTHING = new Uint8Array(0);

/** The width a number needs; the topmost value of each width is its missing mark. */
export function widthOf(value: number): CellWidth {
  if (!Number.isInteger(value) || value > 2_147_483_647 || value <= NULL_INT) return 8;
  if (value < 0 || value > 65_534) return 4;
  return value > 254 ? 2 : 1;
}

const missingMark = (width: CellWidth): number =>
  width === 1 ? 255 : width === 2 ? 65_535 : width === 4 ? NULL_INT : Number.NaN;

const plainLimit = (width: CellWidth): number =>
  width === 0 ? -1 : width === 1 ? 254 : width === 2 ? 65_534 : 2_147_483_647;

/** An array of `length` cells of a width, over `buffer` when given. */
export function cellArray(width: CellWidth, length: number, buffer?: ArrayBufferLike, offset = 0): CellArray {
  if (width === 0) return NOTHING;
  if (width === 1) return buffer ? new Uint8Array(buffer, offset, length) : new Uint8Array(length);
  if (width === 2) return buffer ? new Uint16Array(buffer, offset, length) : new Uint16Array(length);
  if (width === 4) return buffer ? new Int32Array(buffer, offset, length) : new Int32Array(length);
  return buffer ? new Float64Array(buffer, offset, length) : new Float64Array(length);
}

/**
 * A column of numbers that is as narrow as its values allow and grows as they come: tens of millions of rows stay in a
 * few hundred megabytes, because most columns of a SIS file are empty, short codes or days.
 */
export class Cells {
  #array: CellArray;
  #width: CellWidth;
  #length: number;
  #missing: number;
  /** Integers from 0 up to this fit as they are; -1 where none does without a look. */
  #plain: number;

  constructor(width: CellWidth = 0, array: CellArray = NOTHING, length = 0) {
    this.#width = width;
    this.#array = array;
    this.#length = length;
    this.#missing = missingMark(width);
    this.#plain = plainLimit(width);
  }

  /** `length` missing cells, ready for `set`. */
  static missing(length: number): Cells {
    return new Cells(0, NOTHING, length);
  }

  get length(): number {
    return this.#length;
  }

  /** The number in a row; NaN where missing. */
  get(row: number): number {
    if (this.#width === 0) return Number.NaN;
    const value = this.#array[row] as number;
    return value === this.#missing ? Number.NaN : value;
  }

  push(value: number): void {
    const row = this.#length++;
    if (this.#width === 0) {
      if (!Number.isNaN(value)) this.set(row, value);
      return;
    }
    if (row === this.#array.length) this.#resize(this.#width, Math.max(1024, row + (row >> 1)));
    if (value >= 0 && value <= this.#plain && (value | 0) === value) this.#array[row] = value + 0;
    else {
      this.#array[row] = this.#missing;
      this.set(row, value);
    }
  }

  set(row: number, value: number): void {
    if (Number.isNaN(value)) {
      if (this.#width !== 0) this.#array[row] = this.#missing;
      return;
    }
    const width = widthOf(value);
    if (width > this.#width) this.#resize(width, Math.max(this.#array.length, this.#length));
    // -0 becomes 0: equal cells have equal bytes.
    this.#array[row] = value + 0;
  }

  /** The same cells in the least width, without spare room: equal columns have equal bytes. */
  packed(): { readonly width: CellWidth; readonly array: CellArray } {
    let width: CellWidth = 0;
    for (let row = 0; row < this.#length && width < this.#width; row++) {
      const value = this.get(row);
      if (!Number.isNaN(value)) {
        const needed = widthOf(value);
        if (needed > width) width = needed;
      }
    }
    if (width === this.#width) return { width, array: this.#array.subarray(0, width === 0 ? 0 : this.#length) };
    const array = cellArray(width, this.#length);
    const mark = missingMark(width);
    for (let row = 0; row < array.length; row++) {
      const value = this.get(row);
      array[row] = Number.isNaN(value) ? mark : value;
    }
    return { width, array };
  }

  /** All cells as 32-bit integers with NULL_INT where missing; without a copy where they are stored so. */
  toInt32(): Int32Array {
    if (this.#array instanceof Int32Array) return this.#array.subarray(0, this.#length);
    const out = new Int32Array(this.#length).fill(NULL_INT);
    for (let row = 0; row < out.length; row++) {
      const value = this.get(row);
      if (!Number.isNaN(value)) out[row] = value;
    }
    return out;
  }

  /** All cells as doubles with NaN where missing; without a copy where they are stored so. */
  toFloat64(): Float64Array {
    if (this.#array instanceof Float64Array) return this.#array.subarray(0, this.#length);
    const out = new Float64Array(this.#length);
    for (let row = 0; row < out.length; row++) out[row] = this.get(row);
    return out;
  }

  #resize(width: CellWidth, capacity: number): void {
    const grown = cellArray(width, capacity);
    const mark = missingMark(width);
    if (width === this.#width) grown.set(this.#array.subarray(0, this.#length));
    else {
      for (let row = 0; row < this.#length; row++) {
        const value = this.get(row);
        grown[row] = Number.isNaN(value) ? mark : value;
      }
    }
    this.#array = grown;
    this.#width = width;
    this.#missing = mark;
    this.#plain = plainLimit(width);
  }
}
