import { BLOCK_ROWS, Cells } from '../lake/cells.ts';
import { ColumnarTable, DROPS, LINES, type StoredColumn } from '../lake/columnar.ts';
import type { Dictionary } from '../lake/dictionary.ts';
import { decodeTable, encodeTable, storedSchema } from '../lake/encoding.ts';
import { namesId, utf8 } from './bytes.ts';
import type { Rewritten } from './lines.ts';
import { subjectColumns } from './subjectColumns.ts';

/**
 * A stored table without one person's rows and without the texts that no row has any more: dictionaries remember what is
 * gone, so those of a table that knew the person forget all of it. Other rows keep their order, drop and line. Undefined
 * when the table does not know the person.
 */
export function tableWithout(object: Uint8Array, id: string): Rewritten | undefined {
  const table = decodeTable(storedSchema(object), object);
  const needle = utf8(id);
  const stored = [...table.schema.columns, DROPS, LINES].map(({ name }) => table.stored(name));
  if (stored.every(({ dictionary }) => naming(dictionary, id) === 0)) return undefined;

  const { whose, lists } = subjectColumns(table.schema.name);
  const gone = rowsOf(
    stored.filter(({ schema }) => whose.includes(schema.name)),
    table.rowCount,
    needle,
  );
  const kept = Int32Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => gone[row] === 0);
  const shortened = { count: 0 };
  const columns = stored.map((column) => {
    const listed = lists.includes(column.schema.name) ? withoutListed(column, id, shortened) : column;
    return compacted(listed, kept);
  });
  const rows = table.rowCount - kept.length + shortened.count;
  const forgotten = columns.some(({ dictionary }, at) => naming(stored[at]?.dictionary, id) > naming(dictionary, id));
  if (rows === 0 && !forgotten) return undefined;
  const next = new ColumnarTable(table.schema, kept.length, columns);
  return { bytes: new Uint8Array(Buffer.concat(encodeTable(next))), rows };
}

/** 1 for each row of which a column says that it is the person's. */
function rowsOf(columns: readonly StoredColumn[], rowCount: number, needle: Uint8Array): Uint8Array {
  const gone = new Uint8Array(rowCount);
  for (const { cells, dictionary } of columns) {
    const code = dictionary?.find(needle, 0, needle.length) ?? -1;
    if (code < 0) continue;
    for (let row = 0; row < rowCount; row++) if (cells.get(row) === code) gone[row] = 1;
  }
  return gone;
}

/** A column of lists of ids, without one of them. */
function withoutListed(column: StoredColumn, id: string, shortened: { count: number }): StoredColumn {
  const { cells, dictionary } = column;
  if (!dictionary) return column;
  const instead = new Map<number, number>();
  const forked = dictionary.fork();
  for (let code = 0; code < dictionary.size; code++) {
    const listed = dictionary.valueOf(code).split(',');
    const others = listed.filter((each) => each.trim() !== id);
    if (others.length === listed.length) continue;
    instead.set(code, others.length === 0 ? Number.NaN : forked.internString(others.join(',').trim()));
  }
  if (instead.size === 0) return column;
  const next = Cells.missing(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const code = cells.get(row);
    if (instead.has(code)) shortened.count += 1;
    next.set(row, instead.get(code) ?? code);
  }
  return { ...column, cells: next, dictionary: forked };
}

/** The cells of some rows, with no text that none of them has. */
function compacted({ schema, cells, dictionary }: StoredColumn, rows: Int32Array): StoredColumn {
  const picked = new Cells();
  const block = new Float64Array(BLOCK_ROWS);
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    const some = rows.subarray(start, start + BLOCK_ROWS);
    cells.gather(some, some.length, block);
    picked.pushAll(block, some.length);
  }
  if (!dictionary) return { schema, cells: picked };
  const used = new Uint8Array(dictionary.size);
  picked.mark(used);
  const { dictionary: own, codes } = dictionary.compact(0, used);
  for (let row = 0; row < picked.length; row++) {
    const code = picked.get(row);
    if (!Number.isNaN(code)) picked.set(row, codes[code] ?? Number.NaN);
  }
  return { schema, cells: picked, dictionary: own };
}

/** How many texts of a dictionary name an id. */
function naming(dictionary: Dictionary | undefined, id: string): number {
  if (!dictionary) return 0;
  const { blob, offsets } = dictionary.stored();
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.length);
  let count = 0;
  // Texts stand one after the other without anything between: what is found may belong to two.
  for (let at = bytes.indexOf(id), code = 0; at >= 0; at = bytes.indexOf(id, offsets[code + 1])) {
    while ((offsets[code + 1] ?? 0) <= at) code += 1;
    if (namesId(blob.subarray(offsets[code], offsets[code + 1]), id)) count += 1;
  }
  return count;
}
