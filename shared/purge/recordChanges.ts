import { isDeepStrictEqual } from 'node:util';
import type { ResultIndex } from '../assess/results/resultIndex.ts';
import { blocksOfPart, compressedBlock } from '../records/blockFormat.ts';
import { type RecordList, type RecordManifest, recordFiles } from '../records/recordFiles.ts';
import type { PurgeBucket } from './bucket.ts';
import { namesId, utf8 } from './bytes.ts';
import { type Change, deletion, rewriting } from './change.ts';
import { linesWithout } from './lines.ts';

const LAKE = 'lake';
/** After every id. */
const LAST = '\uffff';
const LISTS: readonly RecordList[] = ['students', 'guardians'];
const decoder = new TextDecoder();

/**
 * What has to change in an edition's records so that they do not know a student: the block with the student's line, and
 * guardians' blocks, are compressed anew. Readers that have an index open notice and open it again.
 */
export async function* recordChanges(bucket: PurgeBucket, edition: number, subject: string): AsyncGenerator<Change> {
  const key = recordFiles.manifest(edition);
  const bytes = await bucket.get(key);
  const manifest = bytes && (JSON.parse(decoder.decode(bytes)) as RecordManifest | null);
  if (!manifest) return yield* leftovers(bucket, edition);
  const firsts: Record<RecordList, readonly string[]> = { ...manifest.parts };
  let students = 0;
  for (const list of LISTS) {
    for (const [part, first] of manifest.parts[list].entries()) {
      const purged = await purgedPart(bucket, edition, list, part, subject);
      yield* purged.changes;
      if (list === 'students') students += purged.lines;
      if (first === subject) firsts[list] = firsts[list].with(part, purged.first ?? (part === 0 ? '' : LAST));
    }
  }
  const next: RecordManifest = { ...manifest, parts: firsts, studentCount: students };
  const text = JSON.stringify(next);
  if (text !== decoder.decode(bytes)) yield rewriting(LAKE, key, { bytes: utf8(text), rows: 0 });
}

/**
 * Without a manifest nobody reads an edition's records: they were written over with nothing, or their run was killed. They
 * go, and with them the versions that still hold everybody.
 */
async function* leftovers(bucket: PurgeBucket, edition: number): AsyncGenerator<Change> {
  const keys = new Set<string>();
  for await (const page of bucket.list(`records/${edition}/`)) for (const { key } of page) keys.add(key);
  for (const key of keys) yield deletion(LAKE, key);
}

interface PurgedPart {
  readonly changes: readonly Change[];
  readonly lines: number;
  /** The first id that is left. */
  readonly first: string | undefined;
}

async function purgedPart(
  bucket: PurgeBucket,
  edition: number,
  list: RecordList,
  part: number,
  subject: string,
): Promise<PurgedPart> {
  const [key, indexKey] = [recordFiles.part(edition, list, part), recordFiles.index(edition, list, part)];
  const [bytes, indexBytes] = [await bucket.get(key), await bucket.get(indexKey)];
  if (!bytes || !indexBytes) return { changes: [], lines: 0, first: undefined };
  const blocks = blocksOfPart(bytes).map(({ block, lines }) => {
    const without = namesId(lines, subject) ? linesWithout(lines, subject) : undefined;
    if (!without) return { block, ids: idsOf(lines), rows: 0 };
    return { block: compressedBlock(without.bytes), ids: idsOf(without.bytes), rows: without.rows };
  });
  const kept = blocks.filter(({ ids }) => ids.length > 0);
  const offsets = [0];
  for (const { block } of kept) offsets.push((offsets.at(-1) ?? 0) + block.length);
  const index: ResultIndex = { firsts: kept.flatMap(({ ids }) => ids.slice(0, 1)), offsets };
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const joined = new Uint8Array(Buffer.concat(kept.map(({ block }) => block)));
  const changes = [
    ...(rows > 0 ? [rewriting(LAKE, key, { bytes: joined, rows })] : []),
    // One that was left behind its blocks by a purge that died is made good, too.
    ...(isDeepStrictEqual(index, JSON.parse(decoder.decode(indexBytes)))
      ? []
      : [rewriting(LAKE, indexKey, { bytes: utf8(JSON.stringify(index)), rows: 0 })]),
  ];
  return { changes, lines: kept.reduce((sum, { ids }) => sum + ids.length, 0), first: kept[0]?.ids[0] };
}

const idsOf = (lines: Uint8Array): readonly string[] =>
  decoder
    .decode(lines)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly sourcedId: string }).sourcedId);
