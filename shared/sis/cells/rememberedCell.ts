import type { ReadCell } from './cell.ts';

/** Cells that are remembered at a time, and the bytes each may have. */
const PLACES = 256;
const MOST_BYTES = 32;
/** Cells after which the memory of a column in which hardly any comes again, such as ids of records, is given up. */
const TRIAL = 4096;
const WORTHWHILE = TRIAL / 4;

/**
 * Puts a memory before a reader whose answer depends on the bytes alone. Most texts of a file come again soon: the same
 * student as in the row before, one of a dozen terms. They are compared once and neither checked nor looked up.
 */
export function rememberedCell(read: ReadCell): ReadCell {
  const known = new Uint8Array(PLACES * MOST_BYTES);
  const lengths = new Uint8Array(PLACES);
  const values = new Float64Array(PLACES);
  let [asked, remembered] = [0, 0];
  return (bytes, start, end) => {
    if (asked === TRIAL && remembered < WORTHWHILE) return read(bytes, start, end);
    if (asked < TRIAL) asked += 1;
    const length = end - start;
    if (length > MOST_BYTES || length < 1) return read(bytes, start, end);
    const place = placeOf(bytes, start, end);
    if (lengths[place] === length) {
      const from = place * MOST_BYTES - start;
      let at = start;
      while (at < end && known[from + at] === bytes[at]) at += 1;
      if (at === end) {
        if (asked < TRIAL) remembered += 1;
        return values[place] ?? 0;
      }
    }
    const value = read(bytes, start, end);
    for (let at = 0; at < length; at += 1) known[place * MOST_BYTES + at] = bytes[start + at] ?? 0;
    lengths[place] = length;
    values[place] = value;
    return value;
  };
}

/** Cells that differ in length, at their ends or in the middle mostly have places of their own. */
function placeOf(bytes: Uint8Array, start: number, end: number): number {
  const middle = bytes[(start + end) >> 1] ?? 0;
  const last = bytes[end - 1] ?? 0;
  const mixed = Math.imul(bytes[start] ?? 0, 0x9e3779b1) ^ Math.imul(middle, 0x85ebca6b) ^ Math.imul(last, 0xc2b2ae35);
  return ((mixed ^ Math.imul(end - start, 0x27d4eb2f)) >>> 16) & (PLACES - 1);
}
