/** UTF-8 of each CP1252 byte from 0x80 on; the five bytes it leaves open are C1 controls, as browsers read them. */
const UPPER_HALF: readonly Uint8Array[] = upperHalf();

function upperHalf(): readonly Uint8Array[] {
  const decoder = new TextDecoder('windows-1252');
  const encoder = new TextEncoder();
  return Array.from({ length: 128 }, (_, index) => encoder.encode(decoder.decode(Uint8Array.of(index + 128))));
}

/** The same text in UTF-8. Every byte is a character of its own, so chunks may end anywhere. */
export function cp1252ToUtf8(chunk: Uint8Array): Uint8Array {
  const utf8 = new Uint8Array(chunk.length * 3);
  let to = 0;
  for (const byte of chunk) {
    const mapped = byte < 128 ? undefined : UPPER_HALF[byte - 128];
    if (mapped) {
      utf8.set(mapped, to);
      to += mapped.length;
    } else {
      utf8[to] = byte;
      to += 1;
    }
  }
  return utf8.subarray(0, to);
}
