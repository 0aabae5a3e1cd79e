import type { RecordSources, SchoolOfRecord } from '../domain/record/studentRecord.ts';
import { getJson, type Lake } from '../lake/lake.ts';

const padded = (part: number) => String(part).padStart(4, '0');

/** Two lists that are stored alike: each in parts, a part as compressed blocks of lines with an index. */
export const RECORD_LISTS = ['students', 'guardians'] as const;
export type RecordList = (typeof RECORD_LISTS)[number];

/** Objects of an edition's records in the lake. Keys carry numbers alone. */
export const recordFiles = {
  /** Blocks of lines, each compressed by itself. */
  part: (edition: number, list: RecordList, part: number) => `records/${edition}/${list}/${padded(part)}.blocks`,
  /** Where in a part's blocks somebody is; written before them. */
  index: (edition: number, list: RecordList, part: number) => `records/${edition}/${list}/${padded(part)}.index.json`,
  /** Written last: without it an edition has no records. */
  manifest: (edition: number) => `records/${edition}/manifest.json`,
  /** The editions that have records, or are about to. */
  editions: 'records/editions.json',
} as const;

/** What an edition's records are, and all that its students share. */
export interface RecordManifest {
  readonly edition: number;
  /** Hex SHA-256 over all that the objects are a function of: the tables, the first day of a school year, their format. */
  readonly inputsHash: string;
  /** First day of a school year, `MM-DD`. */
  readonly schoolYearStartsOn: string;
  readonly sources: RecordSources;
  /** Rows name a school by its place here. */
  readonly schools: readonly SchoolOfRecord[];
  readonly studentCount: number;
  /** The first id of each part, ascending. */
  readonly parts: Readonly<Record<RecordList, readonly string[]>>;
}

/** Undefined where an edition has none, or has none any more. */
export async function readRecordManifest(lake: Lake, edition: number): Promise<RecordManifest | undefined> {
  const manifest = (await getJson(lake, recordFiles.manifest(edition))) as RecordManifest | null | undefined;
  return manifest ?? undefined;
}
