const HIGH_FIRST = 0xd800;
const LOW_FIRST = 0xdc00;
const LOW_LAST = 0xdfff;
/** No byte of UTF-8: half a character at the end of a file is seen as the flaw it is. */
const NOT_UTF8 = 0xff;

/**
 * UTF-16 as UTF-8, chunk by chunk; chunks may end within a code unit or a surrogate pair. A surrogate without its other
 * half becomes bytes that are not UTF-8, so that its row is refused instead of being read with another character.
 */
export class Utf16Decoder {
  private readonly highByte: 0 | 1;
  private readonly oddByte = new Uint8Array(1);
  private hasOddByte = false;
  /** A high surrogate whose other half has not arrived; 0 for none. */
  private pending = 0;
  private utf8 = new Uint8Array(0);
  private to = 0;

  constructor(byteOrder: 'little' | 'big') {
    this.highByte = byteOrder === 'little' ? 1 : 0;
  }

  decode(chunk: Uint8Array): Uint8Array {
    this.begin(chunk.length);
    let at = 0;
    if (this.hasOddByte && chunk.length > 0) {
      this.unit(this.oddByte[0] ?? 0, chunk[0] ?? 0);
      this.hasOddByte = false;
      at = 1;
    }
    for (; at + 1 < chunk.length; at += 2) this.unit(chunk[at] ?? 0, chunk[at + 1] ?? 0);
    if (at < chunk.length) {
      this.oddByte[0] = chunk[at] ?? 0;
      this.hasOddByte = true;
    }
    return this.utf8.subarray(0, this.to);
  }

  /** What half a character at the end leaves behind. */
  finish(): Uint8Array {
    this.begin(0);
    this.flushPending();
    if (this.hasOddByte) this.put(NOT_UTF8);
    return this.utf8.subarray(0, this.to);
  }

  /** A code unit has at most three bytes, and one more may be waiting. */
  private begin(bytes: number): void {
    this.to = 0;
    this.utf8 = new Uint8Array((Math.ceil(bytes / 2) + 2) * 3);
  }

  private unit(first: number, second: number): void {
    const unit = this.highByte === 1 ? first | (second << 8) : (first << 8) | second;
    if (this.pending !== 0 && unit >= LOW_FIRST && unit <= LOW_LAST) {
      const point = 0x10000 + ((this.pending - HIGH_FIRST) << 10) + (unit - LOW_FIRST);
      this.pending = 0;
      this.put(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 0x3f),
        0x80 | ((point >> 6) & 0x3f),
        0x80 | (point & 0x3f),
      );
      return;
    }
    this.flushPending();
    if (unit >= HIGH_FIRST && unit < LOW_FIRST) this.pending = unit;
    else this.putUnit(unit);
  }

  private flushPending(): void {
    if (this.pending !== 0) this.putUnit(this.pending);
    this.pending = 0;
  }

  private putUnit(unit: number): void {
    if (unit < 0x80) {
      this.utf8[this.to] = unit;
      this.to += 1;
    } else if (unit < 0x800) this.put(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else this.put(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }

  private put(...bytes: readonly number[]): void {
    for (const byte of bytes) {
      this.utf8[this.to] = byte;
      this.to += 1;
    }
  }
}
