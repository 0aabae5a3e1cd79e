import * as z from 'zod';
import { type CellWidth, cellArray } from './cellArray.ts';
import { Cells } from './cells.ts';
import { ColumnarTable, DROPS, LINES, type StoredColumn } from './columnar.ts';
import { Dictionary } from './dictionary.ts';
import type { TableSchema } from './schema.ts';

/**
 * A stored table: 8 bytes of magic, the header's length (32 bit, little-endian), the header as JSON, then the buffers it
 * names, each aligned to 8 bytes, so that loading makes typed arrays over the object's bytes and copies nothing. Equal
 * tables have equal bytes.
 */
const MAGIC = new TextEncoder().encode('WAYMARK1');
const PREAMBLE = MAGIC.length + 4;
const ALIGNMENT = 8;

/** Start and length in bytes, counted from the end of the aligned header. */
const extent = z.tuple([z.int().min(0), z.int().min(0)]);
const headerSchema = z.object({
  table: z.string(),
  rows: z.int().min(0),
  columns: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['string', 'day', 'integer', 'decimal']),
      width: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(4), z.literal(8)]),
      cells: extent,
      dictionary: z.object({ size: z.int().min(0), blob: extent, offsets: extent }).optional(),
    }),
  ),
});
type Header = z.infer<typeof headerSchema>;

const aligned = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** The parts of a table's object, in order; joined they are its bytes. */
export function encodeTable(table: ColumnarTable): readonly Uint8Array[] {
  const buffers: Uint8Array[] = [];
  let position = 0;
  const place = (array: ArrayBufferView): [number, number] => {
    const start = position;
    buffers.push(bytesOf(array), new Uint8Array(aligned(array.byteLength) - array.byteLength));
    position += aligned(array.byteLength);
    return [start, array.byteLength];
  };
  const header: Header = {
    table: table.schema.name,
    rows: table.rowCount,
    columns: [...table.schema.columns, DROPS, LINES].map(({ name, kind }) => {
      const { cells, dictionary } = table.stored(name);
      const { width, array } = cells.packed();
      const stored = { name, kind, width, cells: place(array) };
      if (!dictionary) return stored;
      const { blob, offsets } = dictionary.stored();
      return { ...stored, dictionary: { size: dictionary.size, blob: place(blob), offsets: place(offsets) } };
    }),
  };
  return [...preambleOf(header), ...buffers].filter((part) => part.length > 0);
}

function preambleOf(header: Header): Uint8Array[] {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length, true);
  return [MAGIC, length, json, new Uint8Array(aligned(PREAMBLE + json.length) - PREAMBLE - json.length)];
}

/**
 * The table in an object's bytes. Columns that `schema` has since gained are missing in every row, columns it lost are
 * left out. Throws a `TypeError` when the bytes are no table of that name.
 */
export function decodeTable(schema: TableSchema, object: Uint8Array): ColumnarTable {
  const bytes = object.byteOffset % ALIGNMENT === 0 ? object : object.slice();
  const { header, headerLength } = headerOf(bytes);
  if (header.table !== schema.name) throw new TypeError(`the table is ${header.table}, not ${schema.name}`);
  const base = bytes.byteOffset + aligned(PREAMBLE + headerLength);
  return new ColumnarTable(
    schema,
    header.rows,
    header.columns.map((column) => columnOf(column, header.rows, bytes.buffer, base)),
  );
}

/** What a stored table is called and which columns it has, whatever its schema is by now; what identifies rows is not stored. */
export function storedSchema(object: Uint8Array): TableSchema {
  const { table, columns } = headerOf(object).header;
  const own = columns.filter(({ name }) => name !== DROPS.name && name !== LINES.name);
  return { name: table, columns: own.map(({ name, kind }) => ({ name, kind })), key: [], scope: { kind: 'whole' } };
}

function headerOf(bytes: Uint8Array): { readonly header: Header; readonly headerLength: number } {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw new TypeError('no stored table');
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length, true);
  const json = new TextDecoder().decode(bytes.subarray(PREAMBLE, PREAMBLE + headerLength));
  return { header: headerSchema.parse(JSON.parse(json)), headerLength };
}

function columnOf(
  { name, kind, width, cells, dictionary }: Header['columns'][number],
  rows: number,
  buffer: ArrayBufferLike,
  base: number,
): StoredColumn {
  const stored = {
    schema: { name, kind },
    cells: new Cells(width, cellArray(width satisfies CellWidth, rows, buffer, base + cells[0]), rows),
  };
  if (!dictionary) return stored;
  const blob = new Uint8Array(buffer, base + dictionary.blob[0], dictionary.blob[1]);
  const offsets = new Int32Array(buffer, base + dictionary.offsets[0], dictionary.size + 1);
  return { ...stored, dictionary: new Dictionary(blob, offsets, dictionary.size) };
}
