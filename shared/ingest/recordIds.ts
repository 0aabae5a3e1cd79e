import type { ColumnarTable } from '../lake/columnar.ts';
import { Dictionary } from '../lake/dictionary.ts';

const COMMA = 0x2c;
const SPACE = 0x20;

/** The ids of a table's records, apart from the table: nothing else of it stays in memory. */
export class RecordIds {
  readonly #dictionary: Dictionary;
  /** 1 for each code that a record has; dictionaries remember what is gone. */
  readonly #present: Uint8Array;

  constructor(table: ColumnarTable) {
    const { cells, dictionary = new Dictionary() } = table.stored(table.schema.key[0] ?? '');
    this.#dictionary = dictionary.fork();
    this.#present = new Uint8Array(dictionary.size);
    for (let row = 0; row < cells.length; row++) {
      const code = cells.get(row);
      if (!Number.isNaN(code)) this.#present[code] = 1;
    }
  }

  /** Whether a cell, one id or several with commas between them, names records of the table only. */
  hasAll(bytes: Uint8Array, start: number, end: number): boolean {
    let from = start;
    for (let i = start; i <= end; i++) {
      if (i < end && bytes[i] !== COMMA) continue;
      let to = i;
      while (from < to && bytes[from] === SPACE) from++;
      while (to > from && bytes[to - 1] === SPACE) to--;
      if (to > from && !this.#has(bytes, from, to)) return false;
      from = i + 1;
    }
    return true;
  }

  #has(bytes: Uint8Array, start: number, end: number): boolean {
    const code = this.#dictionary.find(bytes, start, end);
    return code >= 0 && this.#present[code] === 1;
  }
}
