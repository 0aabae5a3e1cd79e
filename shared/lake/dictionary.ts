const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The distinct texts of a column as UTF-8, numbered in the order of their first coming. Codes never change: a table's
 * next edition goes on with the dictionary of the last. Look-ups hash bytes and make no strings.
 */
export class Dictionary {
  #blob: Uint8Array;
  /** `offsets[code]` to `offsets[code + 1]` are the bytes of a code. */
  #offsets: Int32Array;
  #size: number;
  /** Open addressing: code + 1, or 0 for an empty slot. Made at the first look-up. */
  #slots: Int32Array | undefined;
  #last = -1;
  #values: readonly string[] | undefined;
  /** The code that was asked for last, and its text: neighbouring rows often hold the same. */
  #decoded = -1;
  #text: string | undefined;
  #scratch = new Uint8Array(256);

  constructor(blob: Uint8Array = new Uint8Array(0), offsets: Int32Array = new Int32Array(1), size = 0) {
    this.#blob = blob;
    this.#offsets = offsets;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** A dictionary that starts with the same entries; the original stays as it is. */
  fork(): Dictionary {
    return new Dictionary(this.#blob.slice(0, this.#bytes()), this.#offsets.slice(0, this.#size + 1), this.#size);
  }

  /** The entries as they are stored: UTF-8 bytes one after the other, and where each starts. */
  stored(): { readonly blob: Uint8Array; readonly offsets: Int32Array } {
    return { blob: this.#blob.subarray(0, this.#bytes()), offsets: this.#offsets.subarray(0, this.#size + 1) };
  }

  /** All texts by code; decoded once. */
  values(): readonly string[] {
    if (this.#values?.length !== this.#size) {
      this.#values = Array.from({ length: this.#size }, (_, code) => this.valueOf(code));
    }
    return this.#values;
  }

  valueOf(code: number): string {
    if (code !== this.#decoded || this.#text === undefined) {
      this.#text = decoder.decode(this.#blob.subarray(this.#offsets[code], this.#offsets[code + 1]));
      this.#decoded = code;
    }
    return this.#text;
  }

  /** The code of a UTF-8 byte range; -1 when it was never seen. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const slots = this.#slots ?? this.#index(Math.max(64, this.#size * 2));
    let slot = hashOf(bytes, start, end) & (slots.length - 1);
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      if (this.#equals(entry - 1, bytes, start, end)) return entry - 1;
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  /** The code of a UTF-8 byte range; a new one when it was never seen. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (this.#last >= 0 && this.#equals(this.#last, bytes, start, end)) return this.#last;
    const slots = this.#slots ?? this.#index(Math.max(64, this.#size * 2));
    let slot = hashOf(bytes, start, end) & (slots.length - 1);
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      if (this.#equals(entry - 1, bytes, start, end)) {
        this.#last = entry - 1;
        return entry - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    const code = this.#append(bytes, start, end);
    slots[slot] = code + 1;
    if (this.#size * 2 > slots.length) this.#index(slots.length * 2);
    this.#last = code;
    return code;
  }

  internString(value: string): number {
    if (this.#scratch.length < value.length * 3) this.#scratch = new Uint8Array(value.length * 3);
    const { written } = encoder.encodeInto(value, this.#scratch);
    return this.intern(this.#scratch, 0, written);
  }

  /** The first `kept` entries and those that `used` marks, renumbered; `codes` maps old codes to new ones. */
  compact(kept: number, used: Uint8Array): { readonly dictionary: Dictionary; readonly codes: Int32Array } {
    const codes = new Int32Array(this.#size);
    const dictionary = new Dictionary(this.#blob.slice(0, this.#offsets[kept]), this.#offsets.slice(0, kept + 1), kept);
    for (let code = 0; code < this.#size; code++) {
      if (code < kept) codes[code] = code;
      else if (used[code]) {
        codes[code] = dictionary.#append(this.#blob, this.#offsets[code] ?? 0, this.#offsets[code + 1] ?? 0);
      }
    }
    return { dictionary, codes };
  }

  #bytes(): number {
    return this.#offsets[this.#size] ?? 0;
  }

  #append(bytes: Uint8Array, start: number, end: number): number {
    const from = this.#bytes();
    const to = from + end - start;
    if (to > this.#blob.length) {
      const grown = new Uint8Array(Math.max(1024, to, this.#blob.length * 2));
      grown.set(this.#blob.subarray(0, from));
      this.#blob = grown;
    }
    // Texts are short: a loop is done before a view of the bytes were made.
    for (let at = start; at < end; at++) this.#blob[from + at - start] = bytes[at] ?? 0;
    if (this.#size + 2 > this.#offsets.length) {
      const grown = new Int32Array(Math.max(64, this.#offsets.length * 2));
      grown.set(this.#offsets);
      this.#offsets = grown;
    }
    this.#offsets[this.#size + 1] = to;
    return this.#size++;
  }

  #equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[code] ?? 0;
    if ((this.#offsets[code + 1] ?? 0) - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.#blob[from + i - start] !== bytes[i]) return false;
    return true;
  }

  #index(atLeast: number): Int32Array {
    let length = 64;
    while (length < atLeast) length *= 2;
    const slots = new Int32Array(length);
    for (let code = 0; code < this.#size; code++) {
      let slot = hashOf(this.#blob, this.#offsets[code] ?? 0, this.#offsets[code + 1] ?? 0) & (length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (length - 1);
      slots[slot] = code + 1;
    }
    this.#slots = slots;
    return slots;
  }
}

/** FNV-1a with a final mix, so that the low bits of short ids spread. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
