import { getJson, type Lake, putJson } from '../lake/lake.ts';
import type { PurgeBucket, VersionName } from './bucket.ts';
import { countedOnce, workFiles } from './workFiles.ts';

/** One thing that is looked at as a whole. */
export type Unit =
  | { readonly kind: 'table' | 'object' | 'drop' | 'archived'; readonly key: string }
  | { readonly kind: 'run'; readonly runId: string; readonly keys: readonly string[] }
  | { readonly kind: 'records'; readonly edition: number };

export interface PurgeBuckets {
  readonly lake: PurgeBucket;
  readonly drops: PurgeBucket;
  readonly archive: PurgeBucket;
}

/** A map over batches takes at most this many. */
const MAX_BATCHES = 1_500;
/** Units in a batch where the map's limit does not ask for more: tables of a large district take seconds each. */
const UNITS_PER_BATCH = 8;
/** What a purge writes itself, and editions, which name tables alone. */
const PASSED_OVER = /^(?:purges|certificates|editions)\//;

/** Notes everything that may know a student, once; answers the numbers of the batches. */
export async function planPurge(purgeId: string, lake: Lake, buckets: PurgeBuckets): Promise<readonly number[]> {
  const key = workFiles.plan(purgeId);
  // Before anything is written anew: each rewriting leaves an earlier version for a moment.
  await countedOnce(lake, workFiles.counted(purgeId, 'versions'), async () => [
    { place: 'lake', what: 'earlier versions', objects: (await earlierVersions(buckets.lake)).length },
  ]);
  const known = (await getJson(lake, key)) as readonly (readonly Unit[])[] | undefined;
  const batches = known ?? batchesOf(await unitsOf(buckets));
  if (!known) await putJson(lake, key, batches);
  return batches.map((_, batch) => batch);
}

export async function batchOf(purgeId: string, batch: number, lake: Lake): Promise<readonly Unit[]> {
  const batches = (await getJson(lake, workFiles.plan(purgeId))) as readonly (readonly Unit[])[] | undefined;
  const units = batches?.[batch];
  if (!units) throw new Error('the purge was not planned');
  return units;
}

function batchesOf(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const size = Math.max(UNITS_PER_BATCH, Math.ceil(units.length / MAX_BATCHES));
  return Array.from({ length: Math.ceil(units.length / size) }, (_, at) => units.slice(at * size, (at + 1) * size));
}

async function unitsOf({ lake, drops, archive }: PurgeBuckets): Promise<readonly Unit[]> {
  const units: Unit[] = [];
  const runs = new Map<string, string[]>();
  const editions = new Set<number>();
  for (const key of await keysOf(lake)) {
    const [, runId] = /^runs\/(\d{4}-\d{2}-\d{2}\.\d+)\//.exec(key) ?? [];
    const [, edition] = /^records\/(\d+)\//.exec(key) ?? [];
    if (PASSED_OVER.test(key)) continue;
    if (runId !== undefined) runs.set(runId, [...(runs.get(runId) ?? []), key]);
    else if (edition !== undefined) editions.add(Number(edition));
    else units.push({ kind: key.startsWith('tables/') ? 'table' : 'object', key });
  }
  for (const [runId, keys] of runs) units.push({ kind: 'run', runId, keys });
  for (const edition of editions) units.push({ kind: 'records', edition });
  for (const key of await keysOf(drops)) units.push({ kind: 'drop', key });
  for (const key of await keysOf(archive)) units.push({ kind: 'archived', key });
  return units;
}

/** Objects of the lake never change: an earlier version is an accident, or what a purge has written anew. */
export async function earlierVersions(lake: PurgeBucket): Promise<readonly VersionName[]> {
  const versions: VersionName[] = [];
  for await (const page of lake.list()) {
    versions.push(
      ...page.filter(({ key, isLatest, isMarker }) => (!isLatest || isMarker) && !key.startsWith('purges/')),
    );
  }
  return versions;
}

/** Keys of the objects that readers see. */
async function keysOf(bucket: PurgeBucket): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const page of bucket.list()) {
    keys.push(...page.filter(({ isLatest, isMarker }) => isLatest && !isMarker).map(({ key }) => key));
  }
  return keys;
}
