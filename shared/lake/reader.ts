import { emptyTable } from './columnar.ts';
import type { Edition } from './edition.ts';
import { decodeTable } from './encoding.ts';
import { getJson, type Lake } from './lake.ts';
import type { TableSchema } from './schema.ts';
import type { Table } from './table.ts';

export const editionKey = (number: number) => `editions/${number}.json`;

/** An edition of the district's data; throws when the lake has none of that number. */
export async function loadEdition(lake: Lake, number: number): Promise<Edition> {
  const edition = await getJson(lake, editionKey(number));
  if (!edition) throw new Error(`the lake has no edition ${number}`);
  return edition as Edition;
}

/** A table of an edition; an empty one when the edition has none. Throws when its object is gone. */
export async function openTable(lake: Lake, edition: Edition, schema: TableSchema): Promise<Table> {
  return openColumnarTable(lake, edition.tables, schema);
}

/** The same with its stored columns at hand, for those that build the next edition. */
export async function openColumnarTable(lake: Lake, tables: Edition['tables'], schema: TableSchema) {
  const object = await storedTable(lake, tables, schema);
  return object ? decodeTable(schema, object) : emptyTable(schema);
}

/** A table's object; undefined when the edition has none. Throws when it is gone. */
export async function storedTable(
  lake: Lake,
  tables: Edition['tables'],
  schema: TableSchema,
): Promise<Uint8Array | undefined> {
  const entry = tables[schema.name];
  if (!entry) return undefined;
  const object = await lake.get(entry.key);
  if (!object) throw new Error(`the lake has no object ${entry.key}`);
  return object;
}
