import type { RecordBlock } from '../csv/recordBlock.ts';
import { MISSING, REFUSED, type ReadCell } from './cell.ts';

/** What `ReadColumn` answers, as bits: some cells are empty or left out; some were refused. */
export const FOUND = { missing: 1, refused: 2 } as const;

/**
 * Reads one field of the records from `from` to before `to` into `out`; NaN for empty cells, REFUSED for refused ones.
 * Answers whether there were any, as bits of `FOUND`.
 */
export type ReadColumn = (block: RecordBlock, field: number, from: number, to: number, out: Float64Array) => number;

/** Cells that are remembered at a time. */
const PLACES = 1024;
/** Leaves the topmost bits of a hash, as many as tell places apart. */
const SHIFT = 22;
/** Numbers kept of a cell: its length, and groups of four bytes, of which the second or third is its last. */
const STRIDE = 16;
const MOST_BYTES = 60;
/** New cells after which the memory of a column is given up in which fewer come again, such as ids of records. */
const TRIAL = 4096;
/** What of four bytes belongs to a cell that has no more. */
const HEADS = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1);

/** What was said of the cells that came last. A cell has two places: the second is that of the one it took the first from. */
interface Memory {
  readonly cells: Int32Array;
  readonly values: Float64Array;
  /** Where the next cell goes that is not remembered. */
  place: number;
  passedEmpty: boolean;
}

/**
 * Reads a column by a reader whose answer depends on the bytes alone, and remembers what it said: most cells of a file
 * come again soon, the same student as in the row before, one of a few hundred days or a dozen terms. They are compared
 * four bytes at a time and neither checked, looked up nor worked out again.
 */
export function rememberedColumn(read: ReadCell): ReadColumn {
  const memory: Memory = {
    cells: new Int32Array(PLACES * STRIDE),
    values: new Float64Array(PLACES),
    place: 0,
    passedEmpty: false,
  };
  let [made, remembered] = [0, 0];
  return (block, field, from, to, out) => {
    if (made > TRIAL && remembered < made) return readEach(read, block, field, from, to, out);
    const { bytes, starts, ends, width } = block;
    let found = 0;
    let news = 0;
    memory.passedEmpty = false;
    for (let row = from; ; row += 1) {
      row = recall(memory, block, field, row, to, out);
      if (row >= to) break;
      news += 1;
      const start = starts[row * width + field] as number;
      const end = ends[row * width + field] as number;
      const value = read(bytes, start, end);
      out[row] = value;
      if (value === REFUSED) found |= FOUND.refused;
      else if (Number.isNaN(value)) found |= FOUND.missing;
      else if (end - start <= MOST_BYTES) keep(memory, block, start, end, value);
    }
    made += news;
    remembered += to - from - news;
    return memory.passedEmpty ? found | FOUND.missing : found;
  };
}

/** Fills in empty cells and those that are remembered; the first row that is neither, or `to`. Calls nothing: that keeps it fast. */
function recall(
  memory: Memory,
  { view, starts, ends, width }: RecordBlock,
  field: number,
  from: number,
  to: number,
  out: Float64Array,
): number {
  const { cells, values } = memory;
  let empty = 0;
  let row = from;
  // The cell above, where it is one of three groups at most: many a column goes on with what it has.
  let [aboveLength, aboveFirst, aboveSecond, aboveThird, above] = [0, 0, 0, 0, 0];
  for (let bounds = from * width + field; row < to; row += 1, bounds += width) {
    const start = starts[bounds] as number;
    const end = ends[bounds] as number;
    const length = end - start;
    if (length === 0) {
      out[row] = MISSING;
      empty = 1;
      continue;
    }
    let first = view.getInt32(start, true);
    let second = 0;
    let third = 0;
    if (length <= 4) first &= HEADS[length] as number;
    else if (length <= 8) second = view.getInt32(end - 4, true);
    else {
      second = view.getInt32(start + 4, true);
      third = view.getInt32(end - 4, true);
    }
    const changes = (length ^ aboveLength) | (first ^ aboveFirst) | (second ^ aboveSecond) | (third ^ aboveThird);
    if (changes === 0 && length <= 12) {
      out[row] = above;
      continue;
    }
    let hash = Math.imul(first ^ length, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    const more = length > 12 && length <= MOST_BYTES ? end - 4 : 0;
    for (let at = start + 8; at < more; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
    let place = hash >>> SHIFT;
    const cell = place * STRIDE;
    let differs =
      ((cells[cell] as number) ^ length) |
      ((cells[cell + 1] as number) ^ first) |
      ((cells[cell + 2] as number) ^ second) |
      ((cells[cell + 3] as number) ^ third);
    for (let at = start + 8, other = cell + 4; at < more; at += 4, other += 1) {
      differs |= (cells[other] as number) ^ view.getInt32(at, true);
    }
    if (differs !== 0) {
      memory.place = place;
      place ^= 1;
      const twin = place * STRIDE;
      differs =
        ((cells[twin] as number) ^ length) |
        ((cells[twin + 1] as number) ^ first) |
        ((cells[twin + 2] as number) ^ second) |
        ((cells[twin + 3] as number) ^ third);
      for (let at = start + 8, other = twin + 4; at < more; at += 4, other += 1) {
        differs |= (cells[other] as number) ^ view.getInt32(at, true);
      }
      if (differs !== 0) break;
    }
    above = values[place] as number;
    [aboveLength, aboveFirst, aboveSecond, aboveThird] = [length, first, second, third];
    out[row] = above;
  }
  if (empty === 1) memory.passedEmpty = true;
  return row;
}

/** Remembers the cell that `recall` did not know. */
function keep(
  { cells, values, place }: Memory,
  { view }: RecordBlock,
  start: number,
  end: number,
  value: number,
): void {
  const length = end - start;
  const cell = place * STRIDE;
  cells.copyWithin((place ^ 1) * STRIDE, cell, cell + STRIDE);
  values[place ^ 1] = values[place] as number;
  const first = view.getInt32(start, true);
  cells[cell] = length;
  cells[cell + 1] = length <= 4 ? first & (HEADS[length] as number) : first;
  cells[cell + 2] = length <= 4 ? 0 : view.getInt32(length <= 8 ? end - 4 : start + 4, true);
  cells[cell + 3] = length <= 8 ? 0 : view.getInt32(end - 4, true);
  for (let at = start + 8, other = cell + 4; at < end - 4; at += 4, other += 1) cells[other] = view.getInt32(at, true);
  values[place] = value;
}

function readEach(
  read: ReadCell,
  { bytes, starts, ends, width }: RecordBlock,
  field: number,
  from: number,
  to: number,
  out: Float64Array,
): number {
  let found = 0;
  for (let row = from, place = from * width + field; row < to; row += 1, place += width) {
    const start = starts[place] as number;
    const end = ends[place] as number;
    const value = start === end ? MISSING : read(bytes, start, end);
    out[row] = value;
    if (!(value < REFUSED)) found |= value === REFUSED ? FOUND.refused : FOUND.missing;
  }
  return found;
}
