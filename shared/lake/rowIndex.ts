import type { Cells } from './cells.ts';
import { NONE, type RowBlock, RunIndex, SCATTERED } from './runIndex.ts';

/**
 * Finds rows by some of their columns, a tuple of numbers; missing cells take part. While rows lie together by the first
 * of them, by where they lie; else by open addressing over row numbers: no strings, no objects, four to eight bytes a row.
 */
export class RowIndex {
  readonly #columns: readonly Cells[];
  /** Places of the columns that make the key. */
  readonly #key: readonly number[];
  #expected: number;
  #runs: RunIndex | undefined;
  /** 1 + row; 0 for an empty slot. */
  #slots = new Int32Array(0);
  #size = 0;

  /**
   * @param expected about how many rows will come: room for them spares growing
   * @param hasCodes whether the first column of the key holds dictionary codes, so that runs can be told by them
   */
  constructor(columns: readonly Cells[], key: readonly number[], expected = 0, hasCodes = false) {
    this.#columns = columns;
    this.#key = key;
    this.#expected = expected;
    const leader = columns[key[0] ?? -1];
    if (hasCodes && leader) this.#runs = new RunIndex(columns, leader, key);
  }

  /** About so many rows will come: room for them is made when there must be more. */
  expect(rows: number): void {
    this.#expected = Math.max(this.#expected, rows);
  }

  /** The indexed row with the same key as a row of `columns`; -1 when there is none. */
  find(columns: readonly Cells[], row: number): number {
    const leader = columns[this.#key[0] ?? -1];
    if (this.#runs && leader) {
      const found = this.#runs.find(columns, row, leader);
      if (found !== SCATTERED) return found;
      this.#hashAll();
    }
    return this.#size === 0 ? NONE : (this.#slots[this.#slotOf(columns, row)] ?? 0) - 1;
  }

  /** Makes an own row findable, unless another one has its key: answers that one, else -1. */
  insert(row: number): number {
    if (this.#runs) {
      const earlier = this.#runs.insert(row);
      if (earlier === NONE) this.#size += 1;
      if (earlier !== SCATTERED) return earlier;
      this.#hashAll();
    }
    if ((this.#size + 1) * 2 > this.#slots.length) this.#grow();
    const slot = this.#slotOf(this.#columns, row);
    const earlier = (this.#slots[slot] ?? 0) - 1;
    if (earlier >= 0) return earlier;
    this.#slots[slot] = row + 1;
    this.#size += 1;
    return NONE;
  }

  /**
   * The same for the own rows from `from` on, which were added as a block, up to one whose key another one has: answers
   * that row, else `end`.
   */
  insertAll(from: number, end: number, block: RowBlock): number {
    this.#runs?.look(from, block);
    for (let row = from; row < end; row++) {
      if (this.#runs) {
        const next = this.#runs.follow(row, end);
        this.#size += next - row;
        row = next;
      }
      if (row < end && this.insert(row) >= 0) return row;
    }
    return end;
  }

  /** Goes on with hashing; the rows indexed so far are the first ones. */
  #hashAll(): void {
    this.#runs = undefined;
    this.#slots = new Int32Array(capacityFor(Math.max(this.#size, this.#expected)));
    for (let row = 0; row < this.#size; row++) this.#place(row);
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
    this.#slots = new Int32Array(capacityFor(Math.max(entries.length, this.#expected)));
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] ?? 0;
      if (entry !== 0) this.#place(entry - 1);
    }
  }

  /** Enters a row whose key differs from all others: no need to compare them. */
  #place(row: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashOf(this.#columns, row) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
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

/** Slots for so many rows, at most half of them taken, with room to grow. */
const capacityFor = (rows: number) => 2 ** Math.ceil(Math.log2(Math.max(64, rows * 2)));

const cellAt = (columns: readonly Cells[], place: number, row: number) => columns[place]?.get(row) ?? Number.NaN;
const sameNumber = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));
