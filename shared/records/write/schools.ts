import type { SchoolOfRecord } from '../../domain/record/studentRecord.ts';
import type { Dictionary } from '../../lake/dictionary.ts';
import { rowByCode } from './links.ts';
import type { RecordTables } from './recordTables.ts';

/** The schools that rows of records name, ascending by sourcedId, and the place of each. */
export interface Schools {
  readonly list: readonly SchoolOfRecord[];
  /** The place of each of a dictionary's codes. */
  placesOf(dictionary: Dictionary): Int32Array;
}

export function schoolsOf(tables: RecordTables): Schools {
  const ids = new Set<string>();
  for (const table of Object.values(tables)) {
    const { columns } = table.schema;
    if (!columns.some(({ name }) => name === 'schoolSourcedId')) continue;
    for (const id of table.texts('schoolSourcedId')) ids.add(id);
  }
  const sorted = [...ids].sort();
  const places = new Map(sorted.map((id, place) => [id, place]));
  const nameOf = orgNames(tables);
  return {
    list: sorted.map((sourcedId) => ({ sourcedId, ...nameOf(sourcedId) })),
    placesOf: (dictionary) => Int32Array.from(dictionary.values(), (id) => places.get(id) ?? -1),
  };
}

function orgNames({ orgs }: RecordTables): (sourcedId: string) => { readonly name?: string } {
  const ids = orgs.dictionary('sourcedId');
  const [rows, names, texts] = [rowByCode(orgs, 'sourcedId'), orgs.numbers('name'), orgs.texts('name')];
  const codes = new Map(ids.values().map((id, code) => [id, code]));
  return (sourcedId) => {
    const name = texts[names.get(rows[codes.get(sourcedId) ?? -1] ?? -1)];
    return name === undefined ? {} : { name };
  };
}
