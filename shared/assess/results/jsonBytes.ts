const FIRST_CAPACITY = 1 << 16;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** One line of JSON after the other, written as bytes: no string is made of what millions of lines hold. */
export class JsonBytes {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  /** What was written since the last `clear`; the bytes are written over afterwards. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Text of ASCII alone, as it is. */
  raw(text: string): void {
    this.#grow(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index);
    this.#length = at;
  }

  /** A text as JSON has it, with its quotes. */
  quoted(text: string): void {
    this.#grow(text.length + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = QUOTE;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) {
        this.piece(encoder.encode(JSON.stringify(text)));
        return;
      }
      bytes[at++] = unit;
    }
    bytes[at++] = QUOTE;
    this.#length = at;
  }

  /** A text of which the UTF-8 bytes are at hand, as JSON has it, with its quotes. */
  quotedBytes(text: Uint8Array, start: number, end: number): void {
    this.#grow(end - start + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = QUOTE;
    for (let index = start; index < end; index++) {
      const byte = text[index] ?? 0;
      if (byte < 0x20 || byte === QUOTE || byte === BACKSLASH) {
        this.piece(encoder.encode(JSON.stringify(decoder.decode(text.subarray(start, end)))));
        return;
      }
      bytes[at++] = byte;
    }
    bytes[at++] = QUOTE;
    this.#length = at;
  }

  /** A whole number. */
  integer(value: number): void {
    this.#grow(20);
    let rest = value;
    if (rest < 0) {
      this.#bytes[this.#length++] = MINUS;
      rest = -rest;
    }
    let digits = 1;
    for (let power = 10; power <= rest; power *= 10) digits += 1;
    const end = this.#length + digits;
    for (let at = end - 1; at >= this.#length; at--) {
      const tenth = Math.floor(rest / 10);
      this.#bytes[at] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
    this.#length = end;
  }

  /** Bytes as they are. */
  piece(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #grow(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
