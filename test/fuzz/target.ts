/** Something that must stand any bytes. */
export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  /**
   * Gives it the bytes and answers what it made of them in a word: an input that brings a new word is worth keeping.
   * Throws whatever is wrong.
   */
  run(bytes: Uint8Array): Promise<string>;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Throws when a property of the result does not hold. */
export function hold(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** The bytes in pieces of a size that depends on them, the same on every run. */
export function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}
