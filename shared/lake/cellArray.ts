import { NULL_INT } from './table.ts';

/** Bytes of one stored cell; 0 where every cell is missing, 8 for numbers that no 32-bit integer holds. */
export type CellWidth = 0 | 1 | 2 | 4 | 8;

export type CellArray = Uint8Array | Uint16Array | Int32Array | Float64Array;

export const NOTHING = new Uint8Array(0);

/** The width a number needs; the topmost value of each width is its missing mark. */
export function widthOf(value: number): CellWidth {
  if (!Number.isInteger(value) || value > 2_147_483_647 || value <= NULL_INT) return 8;
  if (value < 0 || value > 65_534) return 4;
  return value > 254 ? 2 : 1;
}

export const missingMark = (width: CellWidth): number =>
  width === 1 ? 255 : width === 2 ? 65_535 : width === 4 ? NULL_INT : Number.NaN;

/** An array of `length` cells of a width, over `buffer` when given. */
export function cellArray(width: CellWidth, length: number, buffer?: ArrayBufferLike, offset = 0): CellArray {
  if (width === 0) return NOTHING;
  if (width === 1) return buffer ? new Uint8Array(buffer, offset, length) : new Uint8Array(length);
  if (width === 2) return buffer ? new Uint16Array(buffer, offset, length) : new Uint16Array(length);
  if (width === 4) return buffer ? new Int32Array(buffer, offset, length) : new Int32Array(length);
  return buffer ? new Float64Array(buffer, offset, length) : new Float64Array(length);
}

/** The least width that holds the first `count` of `values`. */
export function widthOfAll(values: Float64Array, count: number, atLeast: CellWidth): CellWidth {
  let width = atLeast;
  let plain = plainLimit(width);
  for (let at = 0; at < count; at++) {
    const value = values[at] ?? 0;
    // Nearly all are small whole numbers; NaN passes no comparison and needs no room.
    if ((value >= 0 && value <= plain && (value | 0) === value) || Number.isNaN(value)) continue;
    const needed = widthOf(value);
    if (needed <= width) continue;
    if (needed === 8) return 8;
    width = needed;
    plain = plainLimit(width);
  }
  return width;
}

const plainLimit = (width: CellWidth): number =>
  width === 0 ? -1 : width === 1 ? 254 : width === 2 ? 65_534 : 2_147_483_647;

/** Writes numbers into an array that is wide enough, from row `to` on. -0 becomes 0: equal cells have equal bytes. */
export function store(values: Float64Array, count: number, array: CellArray, to: number): void {
  if (array instanceof Uint8Array) storeBytes(values, count, array, to);
  else if (array instanceof Uint16Array) storeShorts(values, count, array, to);
  else if (array instanceof Int32Array) storeInts(values, count, array, to);
  else for (let at = 0; at < count; at++) array[to + at] = (values[at] ?? 0) + 0;
}

function storeBytes(values: Float64Array, count: number, array: Uint8Array, to: number): void {
  for (let at = 0; at < count; at++) {
    const value = values[at] ?? 0;
    array[to + at] = Number.isNaN(value) ? 255 : value;
  }
}

function storeShorts(values: Float64Array, count: number, array: Uint16Array, to: number): void {
  for (let at = 0; at < count; at++) {
    const value = values[at] ?? 0;
    array[to + at] = Number.isNaN(value) ? 65_535 : value;
  }
}

function storeInts(values: Float64Array, count: number, array: Int32Array, to: number): void {
  for (let at = 0; at < count; at++) {
    const value = values[at] ?? 0;
    array[to + at] = Number.isNaN(value) ? NULL_INT : value;
  }
}

/** Reads `count` numbers from row `from` on; NaN where missing. */
export function load(array: CellArray, from: number, count: number, out: Float64Array): void {
  if (array.length === 0) out.fill(Number.NaN, 0, count);
  else if (array instanceof Uint8Array) loadBytes(array, from, count, out);
  else if (array instanceof Uint16Array) loadShorts(array, from, count, out);
  else if (array instanceof Int32Array) loadInts(array, from, count, out);
  else out.set(array.subarray(from, from + count));
}

/** The same for the first `count` of some rows; NaN where missing or where a row is negative. */
export function gather(array: CellArray, rows: Int32Array, count: number, out: Float64Array): void {
  if (array.length === 0) out.fill(Number.NaN, 0, count);
  else if (array instanceof Uint8Array) gatherBytes(array, rows, count, out);
  else if (array instanceof Uint16Array) gatherShorts(array, rows, count, out);
  else if (array instanceof Int32Array) gatherInts(array, rows, count, out);
  else gatherDoubles(array, rows, count, out);
}

function loadBytes(array: Uint8Array, from: number, count: number, out: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const value = array[from + at] ?? 255;
    out[at] = value === 255 ? Number.NaN : value;
  }
}

function loadShorts(array: Uint16Array, from: number, count: number, out: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const value = array[from + at] ?? 65_535;
    out[at] = value === 65_535 ? Number.NaN : value;
  }
}

function loadInts(array: Int32Array, from: number, count: number, out: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const value = array[from + at] ?? NULL_INT;
    out[at] = value === NULL_INT ? Number.NaN : value;
  }
}

function gatherBytes(array: Uint8Array, rows: Int32Array, count: number, out: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const row = rows[at] ?? -1;
    const value = row < 0 ? 255 : (array[row] ?? 255);
    out[at] = value === 255 ? Number.NaN : value;
  }
}

function gatherShorts(array: Uint16Array, rows: Int32Array, count: number, out: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const row = rows[at] ?? -1;
    const value = row < 0 ? 65_535 : (array[row] ?? 65_535);
    out[at] = value === 65_535 ? Number.NaN : value;
  }
}

function gatherInts(array: Int32Array, rows: Int32Array, count: number, out: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const row = rows[at] ?? -1;
    const value = row < 0 ? NULL_INT : (array[row] ?? NULL_INT);
    out[at] = value === NULL_INT ? Number.NaN : value;
  }
}

function gatherDoubles(array: Float64Array, rows: Int32Array, count: number, out: Float64Array): void {
  for (let at = 0; at < count; at++) {
    const row = rows[at] ?? -1;
    out[at] = row < 0 ? Number.NaN : (array[row] ?? Number.NaN);
  }
}

/**
 * Writes numbers as `store` does as long as the array is wide enough for them; answers how many it took. One pass over
 * values of which nearly all fit.
 */
export function storeFitting(values: Float64Array, count: number, array: CellArray, to: number): number {
  if (array instanceof Uint8Array) return fitBytes(values, count, array, to);
  if (array instanceof Uint16Array) return fitShorts(values, count, array, to);
  if (array instanceof Int32Array) return fitInts(values, count, array, to);
  store(values, count, array, to);
  return count;
}

function fitBytes(values: Float64Array, count: number, array: Uint8Array, to: number): number {
  for (let at = 0; at < count; at++) {
    const value = values[at] as number;
    const whole = value | 0;
    if (whole === value && whole >>> 0 < 255) array[to + at] = whole;
    else if (Number.isNaN(value)) array[to + at] = 255;
    else return at;
  }
  return count;
}

function fitShorts(values: Float64Array, count: number, array: Uint16Array, to: number): number {
  for (let at = 0; at < count; at++) {
    const value = values[at] as number;
    const whole = value | 0;
    if (whole === value && whole >>> 0 < 65_535) array[to + at] = whole;
    else if (Number.isNaN(value)) array[to + at] = 65_535;
    else return at;
  }
  return count;
}

function fitInts(values: Float64Array, count: number, array: Int32Array, to: number): number {
  for (let at = 0; at < count; at++) {
    const value = values[at] as number;
    const whole = value | 0;
    if (whole === value && whole !== NULL_INT) array[to + at] = whole;
    else if (Number.isNaN(value)) array[to + at] = NULL_INT;
    else return at;
  }
  return count;
}

/** For each distinct value of the first `count` cells the first row that has it; missing cells are passed over. */
export function firstRows(array: CellArray, count: number): number[] {
  const rows: number[] = [];
  if (array instanceof Uint8Array || array instanceof Uint16Array) {
    const missing = array instanceof Uint8Array ? 255 : 65_535;
    const seen = new Uint8Array(missing + 1);
    seen[missing] = 1;
    for (let row = 0; row < count; row++) {
      const value = array[row] as number;
      if (seen[value] === 1) continue;
      seen[value] = 1;
      rows.push(row);
    }
    return rows;
  }
  const seen = new Set<number>([array instanceof Int32Array ? NULL_INT : Number.NaN]);
  for (let row = 0; row < count; row++) {
    const value = array[row] as number;
    if ((row > 0 && value === array[row - 1]) || seen.has(value)) continue;
    seen.add(value);
    rows.push(row);
  }
  return rows;
}

/** Marks the values among the first `count` cells until none is left to mark. */
export function markValues(array: CellArray, count: number, missing: number, marks: Uint8Array): void {
  let left = 0;
  for (let value = 0; value < marks.length; value++) if (marks[value] === 0) left++;
  for (let row = 0; row < count && left > 0; row++) {
    const value = array[row] as number;
    if (value === missing || marks[value] !== 0) continue;
    marks[value] = 1;
    left--;
  }
}
