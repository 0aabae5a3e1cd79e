const FIRST_CAPACITY = 1 << 20;
const NEWLINE = 0x0a;

/** Lines gathered as bytes, each with its end. */
export class Lines {
  #bytes: Buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  #length = 0;

  /** Bytes so far: where the next line begins. */
  get length(): number {
    return this.#length;
  }

  add(text: string): void {
    this.#room(3 * text.length + 1);
    this.#length += this.#bytes.write(text, this.#length);
    this.#bytes[this.#length++] = NEWLINE;
  }

  addBytes(line: Uint8Array): void {
    this.#room(line.length + 1);
    this.#bytes.set(line, this.#length);
    this.#length += line.length;
    this.#bytes[this.#length++] = NEWLINE;
  }

  /** All of it, in a buffer of its own; the next line begins a new object. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#length);
    taken.set(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #room(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** The values of lines of JSON; all are parsed at once, which is quicker than each by itself. */
export function valuesIn(bytes: Uint8Array): readonly unknown[] {
  const lines = new TextDecoder().decode(bytes).trimEnd();
  return JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as readonly unknown[];
}
