import type { Lake } from '../lake/lake.ts';

/** Bytes read from the lake at a time. */
const RANGE_BYTES = 8 << 20;
const NEWLINE = 0x0a;

/** The lines of an object of known size, in ranges, so that it is never in memory as a whole. */
export async function* objectLines(lake: Lake, key: string, size: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest: Uint8Array = new Uint8Array(0);
  for (let start = 0; start < size; start += RANGE_BYTES) {
    const range = await lake.getRange(key, start, Math.min(size, start + RANGE_BYTES));
    if (!range) throw new Error(`the lake has no object ${key}`);
    const bytes = rest.length === 0 ? range : Buffer.concat([rest, range]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE, from); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield decoder.decode(bytes.subarray(from, end));
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield decoder.decode(rest);
}
