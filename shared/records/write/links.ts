import type { Dictionary } from '../../lake/dictionary.ts';
import type { Table } from '../../lake/table.ts';

const NO_ROW = -1;

/** For each code of a column the first row that has it; -1 for codes that no row has any more. */
export function rowByCode(table: Table, column: string): Int32Array {
  const rows = new Int32Array(table.dictionary(column).size).fill(NO_ROW);
  const codes = table.numbers(column);
  for (let row = table.rowCount - 1; row >= 0; row--) {
    const code = codes.get(row);
    if (code >= 0) rows[code] = row;
  }
  return rows;
}

/** For each text of a dictionary the first row of a table whose column has it, or -1; no strings are made. */
export function linkedRows(dictionary: Dictionary, table: Table, column: string): Int32Array {
  const known = table.dictionary(column);
  const rows = rowByCode(table, column);
  const { blob, offsets } = dictionary.stored();
  const linked = new Int32Array(dictionary.size);
  for (let code = 0; code < linked.length; code++) {
    linked[code] = rows[known.find(blob, offsets[code] ?? 0, offsets[code + 1] ?? 0)] ?? NO_ROW;
  }
  return linked;
}

/** Finds the code of a text; -1 when the dictionary does not have it. */
export function codeFinder(dictionary: Dictionary): (text: string) => number {
  const encoder = new TextEncoder();
  let scratch = new Uint8Array(256);
  return (text) => {
    if (scratch.length < text.length * 3) scratch = new Uint8Array(text.length * 3);
    const { written } = encoder.encodeInto(text, scratch);
    return dictionary.find(scratch, 0, written);
  };
}
