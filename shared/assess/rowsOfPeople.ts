import { groupRows } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';

/** The rows of one table by person, where a person is an index into a list of `sourcedId`s. */
export interface RowsOfPeople {
  /** Rows of the person, ascending. */
  of(person: number): Int32Array;
}

const NONE = new Int32Array(0);

/** Looks a table's rows up by the people of a list; tables share no codes, so each person's code is found once. */
export function rowsOfPeople(table: Table, column: string, indexOf: ReadonlyMap<string, number>): RowsOfPeople {
  const ids = table.strings(column);
  const { offsets, rows } = groupRows(ids, table.rowCount);
  const codes = new Int32Array(indexOf.size).fill(-1);
  for (const [code, id] of ids.values.entries()) {
    const person = indexOf.get(id);
    if (person !== undefined) codes[person] = code;
  }
  return {
    of(person) {
      const code = codes[person] ?? -1;
      return code < 0 ? NONE : rows.subarray(offsets[code], offsets[code + 1]);
    },
  };
}

/** A sorted list of ids and the place of each in it. */
export interface People {
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
}

export function people(ids: Iterable<string>): People {
  const sorted = [...new Set(ids)].sort();
  return { ids: sorted, indexOf: new Map(sorted.map((id, index) => [id, index])) };
}
