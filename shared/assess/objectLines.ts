import type { Lake } from '../lake/lake.ts';

/** Bytes read from the lake at a time. */
const RANGE_BYTES = 4 << 20;
const NEWLINE = 0x0a;

/** The lines of an object of known size, those of one range together, so that it is never in memory as a whole. */
export async function* objectLines(lake: Lake, key: string, size: number): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest: Uint8Array = new Uint8Array(0);
  for (let start = 0; start < size; start += RANGE_BYTES) {
    const range = await lake.getRange(key, start, Math.min(size, start + RANGE_BYTES));
    if (!range) throw new Error(`the lake has no object ${key}`);
    const bytes = rest.length === 0 ? range : Buffer.concat([rest, range]);
    const end = bytes.lastIndexOf(NEWLINE);
    if (end >= 0) yield decoder.decode(bytes.subarray(0, end)).split('\n');
    rest = bytes.subarray(end + 1);
  }
  if (rest.length > 0) yield [decoder.decode(rest)];
}
