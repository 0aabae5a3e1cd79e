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
const MOST_WORDS = 8;
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

  /** The value of the cell of a row; its hash says where it would be remembered. */
  const lookUp = ({ bytes, view }: RecordBlock, start: number, length: number, hash: number, tail: number): number => {
    const last = start + ((length - 1) & ~3);
    const slot = (hash ^ (hash >>> 16)) & (PLACES - 1);
    let word = slot * MOST_WORDS;
    if (lengths[slot] === length) {
      let at = start;
      for (; at < last && known[word] === view.getInt32(at, true); at += 4) word += 1;
      if (at === last && known[word] === tail) {
        remembered += 1;
        return values[slot] as number;
      }
      word = slot * MOST_WORDS;
    }
    const value = read(bytes, start, start + length);
    made += 1;
    for (let at = start; at < last; at += 4, word += 1) known[word] = view.getInt32(at, true);
    known[word] = tail;
    lengths[slot] = length;
    values[slot] = value;
    return value;
  };

  return (block, field, from, to, out) => {
    if (made > TRIAL && remembered < made) return readEach(read, block, field, from, to, out);
    const { bytes, view, starts, ends, width } = block;
    let found = 0;
    // The cell before: most often the same stands in the next row.
    let [formerStart, formerLength, formerTail, value] = [0, -1, 0, MISSING];
    for (let row = from, place = from * width + field; row < to; row += 1, place += width) {
      const start = starts[place] as number;
      const length = (ends[place] as number) - start;
      if (length === 0) {
        out[row] = MISSING;
        found |= FOUND.missing;
        continue;
      }
      if (length > MOST_WORDS * 4) {
        formerLength = -1;
        value = read(bytes, start, start + length);
      } else {
        const last = start + ((length - 1) & ~3);
        const tail = view.getInt32(last, true) & (TAILS[length & 3] as number);
        let isSame = length === formerLength && tail === formerTail;
        for (let at = start, by = formerStart - start; isSame && at < last; at += 4) {
          isSame = view.getInt32(at, true) === view.getInt32(at + by, true);
        }
        if (!isSame) {
          let hash = Math.imul(tail ^ length, 0x27d4eb2f);
          for (let at = start; at < last; at += 4)
            hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1) ^ (hash >>> 15);
          value = lookUp(block, start, length, hash, tail);
          formerLength = length;
          formerTail = tail;
        }
        formerStart = start;
      }
      out[row] = value;
      if (!(value < REFUSED)) found |= value === REFUSED ? FOUND.refused : FOUND.missing;
    }
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
