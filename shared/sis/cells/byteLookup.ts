/** Length and three bytes tell the words of a small set apart; what collides is compared. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length <= 0) return 0;
  const first = bytes[start] ?? 0;
  const middle = bytes[start + (length >> 1)] ?? 0;
  const last = bytes[end - 1] ?? 0;
  return (Math.imul(first, 7) ^ Math.imul(middle, 31) ^ Math.imul(last, 113) ^ Math.imul(length, 61)) >>> 0;
}

/** A fixed set of words that is looked up by bytes, so that no string is made for a cell. */
export class ByteLookup {
  private readonly words: readonly Uint8Array[];
  private readonly slots: Int32Array;

  constructor(words: readonly string[]) {
    const encoder = new TextEncoder();
    this.words = words.map((word) => encoder.encode(word));
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(words.length * 2 + 2))).fill(-1);
    for (const [index, word] of this.words.entries()) this.place(word, index);
  }

  private place(word: Uint8Array, index: number): void {
    const mask = this.slots.length - 1;
    let slot = hashOf(word, 0, word.length) & mask;
    while (this.slots[slot] !== -1) slot = (slot + 1) & mask;
    this.slots[slot] = index;
  }

  /** The index of the word that stands in `[start, end)`; -1 when none does. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(bytes, start, end) & mask;
    for (;;) {
      const index = this.slots[slot] ?? -1;
      const word = index < 0 ? undefined : this.words[index];
      if (!word) return -1;
      if (equals(word, bytes, start, end)) return index;
      slot = (slot + 1) & mask;
    }
  }
}

function equals(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let at = 0; at < word.length; at += 1) if (word[at] !== bytes[start + at]) return false;
  return true;
}
