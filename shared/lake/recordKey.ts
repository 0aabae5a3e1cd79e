import type { Cells } from './cells.ts';
import { RowIndex } from './rowIndex.ts';
import type { RowBlock } from './runIndex.ts';
import type { TableSchema } from './schema.ts';

/** Where the columns stand that identify a record: by itself where `id` has a value, else the tuple of `key`. */
interface KeyPlaces {
  readonly id: number;
  readonly key: readonly number[];
}

function placesOf(schema: TableSchema): KeyPlaces {
  const placeOf = (name: string) => {
    const place = schema.columns.findIndex((column) => column.name === name);
    if (place < 0) throw new TypeError(`the key of ${schema.name} names ${name}, which is no column`);
    return place;
  };
  return { id: schema.identifiedBy === undefined ? -1 : placeOf(schema.identifiedBy), key: schema.key.map(placeOf) };
}

/** Places of the columns that identify records of a table, all that any of them is identified by. */
export function keyPlacesOf(schema: TableSchema): readonly number[] {
  const { id, key } = placesOf(schema);
  return id < 0 ? key : [id, ...key];
}

const hasValue = (columns: readonly Cells[], place: number, row: number) =>
  place >= 0 && !Number.isNaN(columns[place]?.get(row) ?? Number.NaN);

const hasCodes = (schema: TableSchema, place = -1) => schema.columns[place]?.kind === 'string';

/** Finds the rows of a file by the key of a record. */
export class RecordIndex {
  readonly #places: KeyPlaces;
  readonly #columns: readonly Cells[];
  readonly #byId: RowIndex;
  readonly #byKey: RowIndex;

  /** @param expected about how many rows will come */
  constructor(schema: TableSchema, columns: readonly Cells[], expected = 0) {
    this.#places = placesOf(schema);
    this.#columns = columns;
    this.#byId = new RowIndex(columns, [this.#places.id], 0, hasCodes(schema, this.#places.id));
    this.#byKey = new RowIndex(columns, this.#places.key, expected, hasCodes(schema, this.#places.key[0]));
  }

  expect(rows: number): void {
    this.#byId.expect(rows);
    this.#byKey.expect(rows);
  }

  find(columns: readonly Cells[], row: number): number {
    return this.#indexOf(columns, row).find(columns, row);
  }

  /** Makes an own row findable, unless another one has its key: answers that one, else -1. */
  insert(row: number): number {
    return this.#indexOf(this.#columns, row).insert(row);
  }

  /**
   * Makes the own rows from `from` to before `end` findable, which were added as a block, up to one whose key another one
   * has: answers that row, else `end`.
   */
  insertAll(from: number, end: number, block: RowBlock): number {
    if (this.#columns[this.#places.id]?.isMissing ?? true) return this.#byKey.insertAll(from, end, block);
    let row = from;
    while (row < end && this.insert(row) < 0) row++;
    return row;
  }

  #indexOf(columns: readonly Cells[], row: number): RowIndex {
    return hasValue(columns, this.#places.id, row) ? this.#byId : this.#byKey;
  }
}

/**
 * Keys of rejected rows. An error is no withdrawal: a stored record with such a key stays. Where a part of the key could
 * not be read, every record that agrees in the rest stays.
 */
export class ProtectedKeys {
  readonly #places: KeyPlaces;
  /** By the readable columns of the key. */
  readonly #indexes = new Map<string, RowIndex>();
  readonly columns: readonly Cells[];
  readonly #add: (values: Float64Array) => number;

  constructor(schema: TableSchema, columns: readonly Cells[], add: (values: Float64Array) => number) {
    this.#places = placesOf(schema);
    this.columns = columns;
    this.#add = add;
  }

  protect(values: Float64Array, unreadable: readonly number[]): void {
    const { id, key } = this.#places;
    const idKnown = id >= 0 && !unreadable.includes(id) && !Number.isNaN(values[id] ?? Number.NaN);
    const places = idKnown ? [id] : (id < 0 ? key : [id, ...key]).filter((place) => !unreadable.includes(place));
    const name = places.join();
    const index = this.#indexes.get(name) ?? new RowIndex(this.columns, places);
    this.#indexes.set(name, index);
    index.insert(this.#add(values));
  }

  has(columns: readonly Cells[], row: number): boolean {
    for (const index of this.#indexes.values()) if (index.find(columns, row) >= 0) return true;
    return false;
  }
}
