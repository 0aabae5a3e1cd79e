import type { Cells } from './cells.ts';

/**
 * Finds rows by some of their columns, a tuple of numbers; missing cells take part. Open addressing over row numbers: no
 * strings, no objects, four to eight bytes a row.
 */
export class RowIndex {
  readonly #columns: readonly Cells[];
  /** Places of the columns that make the key. */
  readonly #key: readonly number[];
  #slots: Int32Array;
  #size = 0;

  /** @param expected about how many rows will come: room for them spares growing */
  constructor(columns: readonly Cells[], key: readonly number[], expected = 0) {
    this.#columns = columns;
    this.#key = key;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(64, expected * 2))));
  }

  /** The indexed row with the same key as a row of `columns`; -1 when there is none. */
  find(columns: readonly Cells[], row: number): number {
    return (this.#slots[this.#slotOf(columns, row)] ?? 0) - 1;
  }

  /** Makes a row findable; no row with its key is in the index yet. */
  add(row: number): void {
    if (++this.#size * 2 > this.#slots.length) this.#grow();
    this.#slots[this.#slotOf(this.#columns, row)] = row + 1;
  }

  #slotOf(columns: readonly Cells[], row: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hashOf(columns, row) & mask;
    for (let entry = this.#slots[slot] ?? 0; entry !== 0; entry = this.#slots[slot] ?? 0) {
      if (this.#sameKey(entry - 1, columns, row)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const entries = this.#slots;
    this.#slots = new Int32Array(entries.length * 4);
    const mask = this.#slots.length - 1;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] ?? 0;
      if (entry === 0) continue;
      // Keys in the index differ from each other: no need to compare them.
      let slot = this.#hashOf(this.#columns, entry - 1) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }

  #sameKey(indexed: number, columns: readonly Cells[], row: number): boolean {
    for (const place of this.#key) {
      if (!sameNumber(cellAt(this.#columns, place, indexed), cellAt(columns, place, row))) return false;
    }
    return true;
  }

  #hashOf(columns: readonly Cells[], row: number): number {
    let hash = 0x811c9dc5;
    for (const place of this.#key) {
      const value = cellAt(columns, place, row);
      hash = Math.imul(hash ^ (Number.isNaN(value) ? -1 : value | 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0x2c1b3c6d);
    return hash ^ (hash >>> 13);
  }
}

/** Whether two rows hold the same numbers in every column; missing equals missing. */
export function sameCells(a: readonly Cells[], rowOfA: number, b: readonly Cells[], rowOfB: number): boolean {
  for (let place = 0; place < a.length; place++) {
    if (!sameNumber(cellAt(a, place, rowOfA), cellAt(b, place, rowOfB))) return false;
  }
  return true;
}

const cellAt = (columns: readonly Cells[], place: number, row: number) => columns[place]?.get(row) ?? Number.NaN;
const sameNumber = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));
