import { createHash } from 'node:crypto';
import type { Edition } from '../../../shared/lake/edition.ts';
import { encodeTable } from '../../../shared/lake/encoding.ts';
import { type Lake, memoryLake, putJson } from '../../../shared/lake/lake.ts';
import { editionKey } from '../../../shared/lake/reader.ts';
import { RECORD_FILES } from '../../../shared/records/write/recordTables.ts';
import { writeRecords } from '../../../shared/records/write/writeRecords.ts';
import { type SampleRow, tableOf } from '../lake/tableOf.ts';

export const STARTS_ON = '08-01';

/** Rows by file; a file that is left out never came. */
export type RecordRows = { readonly [File in keyof typeof RECORD_FILES]?: readonly SampleRow[] };

/** Stores rows as an edition of a lake. */
export async function storeRows(lake: Lake, number: number, rows: RecordRows): Promise<Edition> {
  const tables: Record<string, Edition['tables'][string]> = {};
  for (const [name, { table }] of Object.entries(RECORD_FILES)) {
    const ofFile = (rows as Readonly<Record<string, readonly SampleRow[] | undefined>>)[name];
    if (!ofFile) continue;
    const bytes = Buffer.concat(encodeTable(tableOf(table, ofFile)));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = `tables/${name}/${sha256}.table`;
    await lake.put(key, bytes);
    const generatedAt = `2026-09-0${1 + (Object.keys(tables).length % 9)}T02:00:00Z`;
    tables[name] = { key, rows: ofFile.length, bytes: bytes.length, sha256, generatedAt };
  }
  const edition = { number, parent: number - 1, dropId: `drop-${number}`, generatedAt: '2026-09-09T00:00:00Z', tables };
  await putJson(lake, editionKey(number), edition);
  return edition;
}

/** A lake with the records of one edition, number 1. */
export async function recordedLake(rows: RecordRows): Promise<ReturnType<typeof memoryLake>> {
  const lake = memoryLake();
  await storeRows(lake, 1, rows);
  await writeRecords(lake, 1, STARTS_ON);
  return lake;
}

/** Members without those that are undefined. */
export const present = <T extends object>(row: T): Partial<T> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Partial<T>;
