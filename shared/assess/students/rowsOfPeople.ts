import { Dictionary } from '../../lake/dictionary.ts';
import type { Table } from '../../lake/table.ts';

/** The rows of one table by person, where a person is an index into a list of `sourcedId`s. */
export interface RowsOfPeople {
  /** Rows of the person, ascending. */
  of(person: number): Int32Array;
  /** The same without a list of its own, for tables that are asked for everybody: `at` each place from here … */
  from(person: number): number;
  /** … to before this one. */
  end(person: number): number;
  /** The row at a place. */
  at(place: number): number;
}

const NOBODY = -1;
const NONE = new Int32Array(0);

/** Looks a table's rows up by the people of a list; tables share no codes, so each person's code is found once. */
export function rowsOfPeople(table: Table, column: string, indexOf: PeopleIndex): RowsOfPeople {
  const places = indexOf.placesOf(table.dictionary(column));
  const codes = table.numbers(column);
  const personAt = (row: number): number => places[codes.get(row)] ?? NOBODY;
  const ends = new Int32Array(indexOf.size + 1);
  let [isGrouped, before] = [true, NOBODY];
  for (let row = 0; row < table.rowCount; row++) {
    const person = personAt(row);
    isGrouped &&= person >= before && person !== NOBODY;
    before = person;
    if (person !== NOBODY) ends[person + 1] = (ends[person + 1] ?? 0) + 1;
  }
  for (let person = 0; person < indexOf.size; person++)
    ends[person + 1] = (ends[person + 1] ?? 0) + (ends[person] ?? 0);
  const rows = new Int32Array(ends[indexOf.size] ?? 0);
  if (isGrouped) for (let row = 0; row < rows.length; row++) rows[row] = row;
  else placeRows(table.rowCount, personAt, ends.slice(), rows);
  return {
    of(person) {
      const [from, to] = [ends[person] ?? 0, ends[person + 1] ?? 0];
      return from === to ? NONE : rows.subarray(from, to);
    },
    from: (person) => ends[person] ?? 0,
    end: (person) => ends[person + 1] ?? 0,
    at: (place) => rows[place] ?? NOBODY,
  };
}

function placeRows(count: number, personAt: (row: number) => number, next: Int32Array, rows: Int32Array): void {
  for (let row = 0; row < count; row++) {
    const person = personAt(row);
    if (person === NOBODY) continue;
    const at = next[person] ?? 0;
    rows[at] = row;
    next[person] = at + 1;
  }
}

/** A sorted list of ids and the place of each in it. */
export interface People {
  readonly ids: readonly string[];
  readonly indexOf: PeopleIndex;
}

/** Finds people by their ids, as strings or as a table's bytes, of which no strings are made. */
export class PeopleIndex {
  readonly #known: Dictionary;
  /** The place of each code of `#known`. */
  readonly #places: Int32Array;
  #scratch = new Uint8Array(256);

  constructor(known: Dictionary, places: Int32Array) {
    this.#known = known;
    this.#places = places;
  }

  get size(): number {
    return this.#places.length;
  }

  get(id: string): number | undefined {
    if (this.#scratch.length < id.length * 3) this.#scratch = new Uint8Array(id.length * 3);
    const { written } = new TextEncoder().encodeInto(id, this.#scratch);
    return this.#places[this.#known.find(this.#scratch, 0, written)];
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** The place of each of a dictionary's codes, -1 for those who are not in the list. */
  placesOf(dictionary: Dictionary): Int32Array {
    const { blob, offsets } = dictionary.stored();
    const places = new Int32Array(dictionary.size);
    for (let code = 0; code < places.length; code++) {
      const known = this.#known.find(blob, offsets[code] ?? 0, offsets[code + 1] ?? 0);
      places[code] = this.#places[known] ?? NOBODY;
    }
    return places;
  }
}

export function people(ids: Iterable<string>): People {
  const known = new Dictionary();
  for (const id of ids) known.internString(id);
  return peopleOf(known);
}

/** The people whose ids a dictionary holds, in the order of `Array.sort`. */
export function peopleOf(known: Dictionary): People {
  const texts = known.values();
  const order = Array.from(texts, (_, code) => code);
  if (!isAscending(texts)) order.sort((a, b) => ((texts[a] ?? '') < (texts[b] ?? '') ? -1 : 1));
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) places[order[place] ?? 0] = place;
  return { ids: order.map((code) => texts[code] ?? ''), indexOf: new PeopleIndex(known, places) };
}

function isAscending(texts: readonly string[]): boolean {
  for (let code = 1; code < texts.length; code++) if ((texts[code - 1] ?? '') > (texts[code] ?? '')) return false;
  return true;
}
