import { isDeepStrictEqual } from 'node:util';
import { rowsOf, type Change as TierChange } from '../assess/compare/change.ts';
import type { NameIndex, NameLine } from '../assess/names/nameLines.ts';
import { shortestAfter } from '../assess/names/writeNames.ts';
import type { ResultIndex } from '../assess/results/resultIndex.ts';
import { runFiles } from '../assess/run/runFiles.ts';
import { type ChangeTotals, type PartManifest, placeAmong, type RunManifest } from '../assess/run/runManifest.ts';
import { objectOf } from '../assess/run/writtenObject.ts';
import type { PurgeBucket } from './bucket.ts';
import { namesId, utf8 } from './bytes.ts';
import { type Change, deletion, rewriting } from './change.ts';
import { objectWithout } from './lines.ts';

/** After every id. */
const LAST = '\uffff';
const LAKE = 'lake';
const INDEX = '.index.json';
const NEWLINE = 0x0a;
const decoder = new TextDecoder();

/** A run in the lake, and whose data is to leave it. */
export interface RunToPurge {
  readonly runId: string;
  /** Every object of the run. */
  readonly keys: readonly string[];
  readonly subject: string;
  readonly purgeId: string;
}

/**
 * What has to change in the objects of a run so that it does not know a student. Parts stay cut as they are, and a line
 * of the results gives way to empty ones of the same length: readers keep indexes open, and those stay right. The manifest
 * comes last, is made of what the other objects hold then, and names the purge.
 */
export async function* runChanges(bucket: PurgeBucket, run: RunToPurge): AsyncGenerator<Change> {
  const { runId, keys, subject } = run;
  const manifestKey = runFiles.manifest(runId);
  const manifest = (await readJson(bucket, manifestKey)) as RunManifest | undefined;
  if (!manifest) return yield* unfinishedChanges(bucket, run);
  const part = placeAmong(
    manifest.parts.map(({ first }) => first),
    subject,
  );
  const now = new Map<string, Uint8Array>();
  const own = ownKeys(runId, part, keys);
  const isLater = (key: string) => key === manifestKey || key === runFiles.nameIndex(runId);
  for (const key of keys.filter((each) => !isLater(each) && !isOfOtherPart(each, runId, part))) {
    const bytes = await bucket.get(key);
    if (!bytes) continue;
    const change = await changeOf(bucket, key, bytes, run);
    if (own.includes(key) || key === runFiles.staff(runId) || isNames(key, runId)) now.set(key, change?.bytes ?? bytes);
    if (change) yield change;
  }
  const names = await nameIndexChange(bucket, runId, now);
  if (names) yield names;
  const next = withPart(manifest, part, now, run);
  if (next) yield rewriting(LAKE, manifestKey, { bytes: utf8(JSON.stringify(next)), rows: 0 });
}

/** A run that ended before it had a manifest is nobody's to read: what it has of students goes. */
async function* unfinishedChanges(bucket: PurgeBucket, { runId, keys, subject }: RunToPurge): AsyncGenerator<Change> {
  for (const key of keys) {
    const bytes = key === runFiles.inputs(runId) ? undefined : await bucket.get(key);
    if (bytes && namesId(bytes, subject)) yield deletion(LAKE, key);
  }
}

const readJson = async (bucket: PurgeBucket, key: string): Promise<unknown> => {
  const bytes = await bucket.get(key);
  return bytes && JSON.parse(decoder.decode(bytes));
};

const padded = (part: number) => String(part).padStart(4, '0');
const OF_PART = /^(?:(?:results|students|tiers|changes)\/|names\/part-)(\d{4,})[.-]/;

const isOfOtherPart = (key: string, runId: string, part: number): boolean => {
  const [, of] = OF_PART.exec(key.slice(`runs/${runId}/`.length)) ?? [];
  return of !== undefined && of !== padded(part);
};

const isNames = (key: string, runId: string): boolean =>
  /^names\/\d+\.ndjson$/.test(key.slice(`runs/${runId}/`.length));

/** An index of names that begins blocks as the names that are left do; what it leaves out told who began a block. */
async function nameIndexChange(
  bucket: PurgeBucket,
  runId: string,
  now: ReadonlyMap<string, Uint8Array>,
): Promise<Change | undefined> {
  const key = runFiles.nameIndex(runId);
  const index = (await readJson(bucket, key)) as NameIndex | undefined;
  if (!index) return undefined;
  const blocks = index.blocks.map((_, block) =>
    linesOf(now.get(runFiles.names(runId, block)) ?? new Uint8Array(0)).map((line) => JSON.parse(line) as NameLine),
  );
  const beginnings = [...beginningsOf(blocks.filter((block) => block.length > 0))];
  // Nobody is left in a block: it begins where the next one does.
  const next = blocks.map((block, place) => (block.length > 0 ? beginnings.shift() : place === 0 ? '' : undefined));
  const filled = next.map((each, place) => each ?? next.slice(place).find((later) => later !== undefined) ?? LAST);
  if (isDeepStrictEqual(filled, index.blocks)) return undefined;
  return rewriting(LAKE, key, { bytes: utf8(JSON.stringify({ ...index, blocks: filled })), rows: 0 });
}

const beginningsOf = (blocks: readonly (readonly NameLine[])[]): readonly string[] =>
  blocks.map((block, place) =>
    place === 0 ? '' : shortestAfter(blocks[place - 1]?.at(-1)?.key ?? '', block[0]?.key ?? ''),
  );

const ownKeys = (runId: string, part: number, keys: readonly string[]) =>
  keys.filter((key) => OF_PART.test(key.slice(`runs/${runId}/`.length)) && !isOfOtherPart(key, runId, part));

async function changeOf(
  bucket: PurgeBucket,
  key: string,
  bytes: Uint8Array,
  { runId, subject }: RunToPurge,
): Promise<Change | undefined> {
  const within = key.slice(`runs/${runId}/`.length);
  if (within.startsWith('shards/')) return namesId(bytes, subject) ? deletion(LAKE, key) : undefined;
  if (within.startsWith('results/') && key.endsWith(INDEX)) {
    const results = await bucket.get(`${key.slice(0, -INDEX.length)}.ndjson`);
    return indexChange(key, bytes, results ?? new Uint8Array(0), subject);
  }
  if (!within.startsWith('results/')) {
    const rewritten = objectWithout(key, bytes, subject);
    return rewritten && rewriting(LAKE, key, rewritten);
  }
  const blanked = blankedResults(bytes, subject);
  return blanked && rewriting(LAKE, key, { bytes: blanked, rows: 1 });
}

/** Results with empty lines where the student's was. */
function blankedResults(bytes: Uint8Array, subject: string): Uint8Array | undefined {
  const opening = utf8(`{"sourcedId":${JSON.stringify(subject)},`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = buffer.indexOf(opening);
  while (at > 0 && buffer[at - 1] !== NEWLINE) at = buffer.indexOf(opening, at + 1);
  if (at < 0) return undefined;
  return Uint8Array.from(bytes).fill(NEWLINE, at, buffer.indexOf('\n', at) + 1);
}

/** An index of which no span begins with the student: lookups of the others in that span find it by whoever is next. */
function indexChange(key: string, bytes: Uint8Array, results: Uint8Array, subject: string): Change | undefined {
  const index = JSON.parse(decoder.decode(bytes)) as ResultIndex;
  const place = index.firsts.indexOf(subject);
  if (place < 0) return undefined;
  const others = idsIn(results.subarray(index.offsets[place], index.offsets[place + 1])).filter((id) => id !== subject);
  const first = others[0] ?? index.firsts[place + 1] ?? LAST;
  const next: ResultIndex = { ...index, firsts: index.firsts.with(place, first) };
  return rewriting(LAKE, key, { bytes: utf8(JSON.stringify(next)), rows: 1 });
}

const linesOf = (bytes: Uint8Array): readonly string[] =>
  decoder
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '');

const idsIn = (results: Uint8Array): readonly string[] =>
  linesOf(results).map((line) => (JSON.parse(line) as { readonly sourcedId: string }).sourcedId);

/** A manifest that tells of objects as they are now; undefined when it does already. */
function withPart(
  manifest: RunManifest,
  part: number,
  now: ReadonlyMap<string, Uint8Array>,
  { runId, purgeId }: RunToPurge,
): RunManifest | undefined {
  const before = manifest.parts[part];
  const bytesOf = (key: string) => now.get(key) ?? new Uint8Array(0);
  const [results, index] = [bytesOf(runFiles.results(runId, part)), bytesOf(runFiles.index(runId, part))];
  const staff = objectOf(bytesOf(runFiles.staff(runId)));
  if (!before) return undefined;
  const ids = idsIn(results);
  const after: PartManifest = {
    ...before,
    first: ids[0] ?? (part + 1 < manifest.parts.length ? (manifest.parts[part + 1]?.first ?? '') : emptyFirst(part)),
    studentCount: ids.length,
    results: objectOf(results),
    index: objectOf(index),
    students: objectOf(bytesOf(runFiles.students(runId, part))),
    ...(before.tiers && { tiers: objectOf(bytesOf(runFiles.tiers(runId, part))) }),
    changes: totalsOf(
      Array.from({ length: before.batches }, (_, batch) => bytesOf(runFiles.changes(runId, part, batch))),
    ),
  };
  if (isDeepStrictEqual({ ...before, staff: manifest.staff }, { ...after, staff })) return undefined;
  const less = (name: keyof ChangeTotals) => manifest.changes[name] - before.changes[name] + after.changes[name];
  return {
    ...manifest,
    parts: manifest.parts.with(part, after),
    staff,
    studentCount: manifest.studentCount - before.studentCount + after.studentCount,
    changes: {
      ...manifest.changes,
      rows: less('rows'),
      students: less('students'),
      tierChanges: less('tierChanges'),
    },
    purged: [...(manifest.purged ?? []), purgeId],
  };
}

/** The first part begins before every id; the last one, once nobody is left in it, after every id. */
const emptyFirst = (part: number): string => (part === 0 ? '' : LAST);

function totalsOf(batches: readonly Uint8Array[]): ChangeTotals {
  const changes = batches.flatMap((bytes) => linesOf(bytes).map((line) => JSON.parse(line) as TierChange));
  const students = changes.filter((change) => change.kind === 'student');
  return {
    rows: changes.reduce((sum, change) => sum + rowsOf(change), 0),
    students: students.length,
    tierChanges: students.reduce((sum, { tierChanges }) => sum + tierChanges.length, 0),
  };
}
