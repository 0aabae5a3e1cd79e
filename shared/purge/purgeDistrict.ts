import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Removal } from '../domain/purge/certificate.ts';
import type { Lake } from '../lake/lake.ts';
import { environment } from '../runtime/environment.ts';
import { type Item, writeItems } from '../store/batches.ts';
import { documents } from '../store/documents.ts';
import { PURGE, PURGED } from '../store/keys.ts';
import type { PurgeBucket, VersionName } from './bucket.ts';
import { prefixOfKey, removeAll } from './change.ts';
import type { PurgeBuckets } from './plan.ts';
import { countedOnce, workFiles } from './workFiles.ts';

const TABLES = [
  ['studentTable', 'STUDENT_TABLE'],
  ['operationsTable', 'OPERATIONS_TABLE'],
] as const;
const BUCKETS = ['drops', 'archive', 'lake'] as const;

/** Items written at once between two looks at the clock. */
const PAGE = 1_000;
/** What stays: the purge's own record, that the district was purged, and the leases that hold everything back. */
const stays = (purgeId: string, { pk, sk }: Item): boolean =>
  pk === `${PURGE}${purgeId}` || (pk === PURGED && sk === 'TENANT') || pk.startsWith('LEASE#');
const WORK = /^(?:purges|certificates)\//;

export interface DistrictPorts {
  readonly lake: Lake;
  /** Whether there is no time left for more in this invocation. */
  readonly isLate: () => boolean;
}

/** Empties both tables; `more` while time ran out before that. What they held is counted first. */
export async function emptyTables(purgeId: string, { lake, isLate }: DistrictPorts): Promise<'done' | 'more'> {
  await countedOnce(lake, workFiles.counted(purgeId, 'items'), () => countItems(purgeId));
  for (const [, variable] of TABLES) {
    const TableName = environment(variable);
    let page: Item[] = [];
    for await (const item of itemsOf(TableName, purgeId)) {
      page.push(item);
      if (page.length < PAGE) continue;
      await writeItems(TableName, page.map(removalOf));
      page = [];
      if (isLate()) return 'more';
    }
    await writeItems(TableName, page.map(removalOf));
  }
  return 'done';
}

const removalOf = ({ pk, sk }: Item) => ({ remove: { pk, sk } });

async function* itemsOf(TableName: string, purgeId: string): AsyncGenerator<Item> {
  const input = { TableName, ConsistentRead: true, ProjectionExpression: 'pk, sk' };
  for await (const page of paginateScan({ client: documents }, input)) {
    for (const item of (page.Items ?? []) as Item[]) if (!stays(purgeId, item)) yield item;
  }
}

async function countItems(purgeId: string): Promise<readonly Removal[]> {
  const counts = new Map<string, Removal>();
  for (const [place, variable] of TABLES) {
    for await (const { pk } of itemsOf(environment(variable), purgeId)) {
      const what = pk.split('#')[0] ?? '';
      const key = `${place}\n${what}`;
      counts.set(key, { place, what, items: (counts.get(key)?.items ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}

/** Deletes every version of every object that is not locked, and ends unfinished uploads; `more` as above. */
export async function emptyBuckets(
  purgeId: string,
  { lake, buckets, isLate }: DistrictPorts & { readonly buckets: PurgeBuckets },
): Promise<'done' | 'more'> {
  await countedOnce(lake, workFiles.counted(purgeId, 'objects'), () => countVersions(buckets));
  for (const name of BUCKETS) {
    await buckets[name].abortUploads();
    for await (const page of buckets[name].list()) {
      const versions = page.filter(isRemovable);
      if (name === 'archive') await removeUnlocked(buckets.archive, versions);
      else await removeAll(buckets[name], versions);
      if (isLate()) return 'more';
    }
  }
  return 'done';
}

/** What S3 refuses to delete has to be locked. */
async function removeUnlocked(archive: PurgeBucket, versions: readonly VersionName[]): Promise<void> {
  for (const version of await archive.remove(versions)) {
    if ((await archive.lockedUntil(version)) === undefined) await removeAll(archive, [version]);
  }
}

const isRemovable = ({ key }: VersionName): boolean => !WORK.test(key);

async function countVersions(buckets: PurgeBuckets): Promise<readonly Removal[]> {
  const counts = new Map<string, Removal>();
  for (const name of BUCKETS) {
    for await (const page of buckets[name].list()) {
      for (const version of page.filter(isRemovable)) {
        if (name === 'archive' && (await buckets.archive.lockedUntil(version)) !== undefined) continue;
        const what = prefixOfKey(version.key);
        const key = `${name}\n${what}`;
        counts.set(key, { place: name, what, objects: (counts.get(key)?.objects ?? 0) + 1 });
      }
    }
  }
  return [...counts.values()];
}

/** Locked versions that are still there, by when the last of them is free. */
export async function lockedVersions(archive: PurgeBucket): Promise<{ count: number; until: string } | undefined> {
  let [count, until] = [0, ''];
  for await (const page of archive.list()) {
    for (const version of page.filter(({ isMarker }) => !isMarker)) {
      const lock = await archive.lockedUntil(version);
      if (lock === undefined) continue;
      count += 1;
      if (lock > until) until = lock;
    }
  }
  return count === 0 ? undefined : { count, until };
}
