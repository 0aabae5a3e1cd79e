import type { Diagnostic } from '../domain/diagnostic.ts';
import type { ColumnarTable } from '../lake/columnar.ts';
import type { FileRows } from '../lake/fileRows.ts';

/** What is told once of the ids in a file: records that come back, and ids that stand twice with different content. */
export function idNotices(previous: ColumnarTable, rows: FileRows, file: string): readonly Diagnostic[] {
  const notice = { severity: 'notice', file, line: 0 } as const;
  const notices: Diagnostic[] = [];
  const back = reactivated(previous, rows);
  if (back > 0) {
    const message = `${back === 1 ? '1 record that was gone is' : `${back} records that were gone are`} there again.`;
    notices.push({ ...notice, code: 'row.reactivated', message });
  }
  if (rows.superseded > 0 && rows.schema.key.join() === 'sourcedId') {
    const times = rows.superseded === 1 ? 'Once' : `${rows.superseded} times`;
    const message = `${times} a sourcedId stands on a later line with other content: give each record an id of its own.`;
    notices.push({ ...notice, code: 'reference.duplicate_sourced_id', message });
  }
  return notices;
}

/** Ids that the table's dictionary remembers and no stored record has. Records without an id of their own leave no trace. */
function reactivated(previous: ColumnarTable, rows: FileRows): number {
  const { columns, identifiedBy, key } = rows.schema;
  const id = identifiedBy ?? (key.length === 1 ? key[0] : undefined);
  const { cells, dictionary } = previous.stored(id ?? columns[0]?.name ?? '');
  const incoming = rows.columns[columns.findIndex(({ name }) => name === id)];
  if (!incoming || !dictionary || dictionary.size === 0) return 0;
  const isThere = new Uint8Array(dictionary.size);
  for (let row = 0; row < cells.length; row++) {
    const code = cells.get(row);
    if (!Number.isNaN(code)) isThere[code] = 1;
  }
  let count = 0;
  for (let row = 0; row < rows.rowCount; row++) {
    if (isThere[incoming.get(row)] === 0 && !rows.isDeletion(row)) count++;
  }
  return count;
}
