import type { Cells } from './cells.ts';

/**
 * Finds rows by their key, a tuple of numbers; missing cells take part. Open addressing over row numbers: no strings, no
 * objects, four to eight bytes a row.
 */
export class RowIndex {
  readonly #key: readonly Cells[];
  #slots = new Int32Array(64);
  #size = 0;

  constructor(key: readonly Cells[]) {
    this.#key = key;
  }

  /** The row of these cells that has the same key as `row` of `key`; -1 when there is none. */
  find(key: readonly Cells[], row: number): number {
    const entry = this.#slots[this.#slotOf(key, row)] ?? 0;
    return entry - 1;
  }

  /** Makes a row of these cells findable; its key is not in the index yet. */
  add(row: number): void {
    if (++this.#size * 2 > this.#slots.length) this.#grow();
    this.#slots[this.#slotOf(this.#key, row)] = row + 1;
  }

  #slotOf(key: readonly Cells[], row: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(key, row) & mask;
    for (let entry = this.#slots[slot] ?? 0; entry !== 0; entry = this.#slots[slot] ?? 0) {
      if (sameCells(this.#key, entry - 1, key, row)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const rows = this.#slots.filter((entry) => entry !== 0);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (const entry of rows) this.#slots[this.#slotOf(this.#key, entry - 1)] = entry;
  }
}

/** Whether two rows hold the same numbers; missing equals missing. */
export function sameCells(a: readonly Cells[], rowOfA: number, b: readonly Cells[], rowOfB: number): boolean {
  for (let i = 0; i < a.length; i++) {
    const left = a[i]?.get(rowOfA) ?? Number.NaN;
    const right = b[i]?.get(rowOfB) ?? Number.NaN;
    if (left !== right && !(Number.isNaN(left) && Number.isNaN(right))) return false;
  }
  return true;
}

function hashOf(key: readonly Cells[], row: number): number {
  let hash = 0x811c9dc5;
  for (const cells of key) {
    const value = cells.get(row);
    hash = Math.imul(hash ^ (Number.isNaN(value) ? -1 : value | 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
