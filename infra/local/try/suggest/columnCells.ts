import { type DropFile, DropSourceError } from '../../../../shared/sis/drop/source.ts';
import { DerivedRecord, spelledAsMapped } from '../../../../shared/sis/mapping/derivedRecord.ts';
import type { FileMapping } from '../../../../shared/sis/mapping/fileMapping.ts';
import { readJoins } from '../../../../shared/sis/mapping/joins.ts';
import { cleaned } from '../../../../shared/sis/mapping/joinTable.ts';
import type { SniffedFile } from './sniff.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * What the sampled rows of a file hold for each target column, after everything its mapping makes of them; nothing where a
 * file that they are completed from is not there.
 */
export async function cellsByTarget(
  file: SniffedFile,
  entry: FileMapping,
  all: readonly DropFile[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const joins = await readJoins(entry, all).catch((error: unknown) => {
    if (error instanceof DropSourceError) return undefined;
    throw error;
  });
  if (!joins) return new Map();
  const record = new DerivedRecord(spelledAsMapped(file.header, entry), entry, joins);
  const cells = new Map<string, string[]>();
  const places = record.names.flatMap((name, field) =>
    (entry.columns[name] ?? []).map((target) => ({ target, field })),
  );
  for (const row of file.rows) {
    if (record.take(recordOf(row)) || !record.isSelected()) continue;
    while (record.next()) {
      for (const { target, field } of places) {
        const bytes = record.bytes.subarray(record.starts[field] ?? 0, record.ends[field] ?? 0);
        const known = cells.get(target) ?? [];
        cells.set(target, known);
        known.push(cleaned(decoder.decode(bytes), entry));
      }
    }
  }
  return cells;
}

function recordOf(row: readonly string[]) {
  const cells = row.map((cell) => encoder.encode(cell));
  const ends = new Int32Array(cells.length);
  const starts = new Int32Array(cells.length);
  let at = 0;
  for (const [field, cell] of cells.entries()) {
    starts[field] = at;
    at += cell.length;
    ends[field] = at;
  }
  return { bytes: Buffer.concat(cells), starts, ends, fieldCount: cells.length };
}
