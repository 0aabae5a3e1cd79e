import type { RecordBlock } from '../csv/recordBlock.ts';
import { MISSING, REFUSED, type ReadCell } from './cell.ts';

/** What `ReadColumn` answers, as bits: some cells are empty or left out; some were refused. */
export const FOUND = { missing: 1, refused: 2 } as const;

/**
 * Reads one field of the records from `from` to before `to` into `out`; NaN for empty cells, REFUSED for refused ones.
 * Answers whether there were any, as bits of `FOUND`.
 */
export type ReadColumn = (block: RecordBlock, field: number, from: number, to: number, out: Float64Array) => number;

/** Cells that are remembered at a time, and the groups of four bytes each may have. */
const PLACES = 1024;
/** Leaves the topmost bits of a hash, as many as tell places apart. */
const SHIFT = 22;
const MOST_WORDS = 8;
const MOST_BYTES = MOST_WORDS * 4;
/** New cells after which the memory of a column is given up in which fewer come again, such as ids of records. */
const TRIAL = 4096;
/** What of a cell's last four bytes belongs to it, by its length. */
const TAILS = Int32Array.of(-1, 0xff, 0xffff, 0xffffff);

/**
 * Reads a column by a reader whose answer depends on the bytes alone, and remembers what it said: most cells of a file
 * come again soon, the same student as in the row before, one of a few hundred days or a dozen terms. They are compared
 * four bytes at a time and neither checked, looked up nor worked out again.
 */
export function rememberedColumn(read: ReadCell): ReadColumn {
  const known = new Int32Array(PLACES * MOST_WORDS);
  const lengths = new Int32Array(PLACES);
  const values = new Float64Array(PLACES);
  let [made, remembered] = [0, 0];
  return (block, field, from, to, out) => {
    if (made > TRIAL && remembered < made) return readEach(read, block, field, from, to, out);
    const { bytes, view, starts, ends, width } = block;
    let found = 0;
    let news = 0;
    for (let row = from, place = from * width + field; row < to; row += 1, place += width) {
      const start = starts[place] as number;
      const end = ends[place] as number;
      const length = end - start;
      if (length === 0) {
        out[row] = MISSING;
        found |= FOUND.missing;
        continue;
      }
      const last = start + ((length - 1) & ~3);
      const tail = view.getInt32(last, true) & (TAILS[length & 3] as number);
      let hash = Math.imul(tail ^ length, 0x27d4eb2f);
      if (length > 4) {
        const stop = length > MOST_BYTES ? start : last;
        for (let at = start; at < stop; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1);
      }
      const slot = hash >>> SHIFT;
      const word = slot * MOST_WORDS;
      let isKnown = lengths[slot] === length && known[word] === tail;
      for (let at = start, other = word + 1; at < last && isKnown; at += 4, other += 1) {
        isKnown = known[other] === view.getInt32(at, true);
      }
      if (isKnown) {
        out[row] = values[slot] as number;
        continue;
      }
      news += 1;
      const value = read(bytes, start, end);
      out[row] = value;
      if (value === REFUSED) found |= FOUND.refused;
      else if (Number.isNaN(value)) found |= FOUND.missing;
      else if (length <= MOST_BYTES) {
        known[word] = tail;
        for (let at = start, other = word + 1; at < last; at += 4, other += 1) known[other] = view.getInt32(at, true);
        lengths[slot] = length;
        values[slot] = value;
      }
    }
    made += news;
    remembered += to - from - news;
    return found;
  };
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
