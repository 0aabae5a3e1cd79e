import type { Remainder, Removal } from '../domain/purge/certificate.ts';
import { getJson, type Lake, putJson } from '../lake/lake.ts';
import type { PurgeBucket } from './bucket.ts';
import { type Change, deletion, makeChange, objectChanges, rewriting } from './change.ts';
import { batchOf, type PurgeBuckets, type Unit } from './plan.ts';
import { recordChanges } from './recordChanges.ts';
import { runChanges } from './runChanges.ts';
import { mayName } from './searchDrop.ts';
import { tableWithout } from './tableWithout.ts';
import { workFiles } from './workFiles.ts';

/** What a batch is to remove, and what it may not. */
export interface FoundInBatch {
  readonly removed: readonly Removal[];
  readonly remaining: readonly Remainder[];
}

export interface BatchPorts {
  readonly lake: Lake;
  readonly buckets: PurgeBuckets;
  /** The student's sourcedId. */
  readonly subject: string;
  /** Whether files are mapped: ids in them may be put together from several columns then, and cannot be looked for. */
  readonly isMapped: boolean;
  /** Instant: locks that end before it hold nothing. */
  readonly now: string;
}

interface Found {
  readonly bucket: PurgeBucket;
  readonly change: Change;
}

/**
 * Removes a student from the objects of one batch. What is found is noted before anything is changed; a batch that dies
 * and is run again counts by its note, and changes what it has not come to.
 */
export async function purgeBatch(purgeId: string, batch: number, ports: BatchPorts): Promise<void> {
  const units = await batchOf(purgeId, batch, ports.lake);
  const key = workFiles.found(purgeId, batch);
  if (!(await getJson(ports.lake, key))) {
    const removed: Removal[] = [];
    const remaining: Remainder[] = [];
    for await (const found of changesOf(units, purgeId, ports)) {
      if ('change' in found) removed.push(found.change.removal);
      else remaining.push(found);
    }
    await putJson(ports.lake, key, { removed, remaining } satisfies FoundInBatch);
  }
  const { archive } = ports.buckets;
  for await (const found of changesOf(units, purgeId, ports)) {
    if (!('change' in found)) continue;
    // A version that is written to the archive is locked at once: it is written once.
    if (found.bucket !== archive) await makeChange(found.bucket, found.change);
    else if (found.change.bytes) await archive.put(found.change.key, found.change.bytes);
  }
  for (const unit of units) if (unit.kind === 'archived') await forgetEarlier(archive, unit.key, ports.now);
}

async function* changesOf(
  units: readonly Unit[],
  purgeId: string,
  ports: BatchPorts,
): AsyncGenerator<Found | Remainder> {
  const { lake, drops, archive } = ports.buckets;
  for (const unit of units) {
    if (unit.kind === 'archived') yield* archivedChanges(archive, unit.key, ports);
    else if (unit.kind === 'drop') {
      for await (const change of dropChanges(drops, unit.key, ports)) yield { bucket: drops, change };
    } else {
      for await (const change of lakeChanges(lake, unit, purgeId, ports.subject)) yield { bucket: lake, change };
    }
  }
}

async function* lakeChanges(
  lake: PurgeBucket,
  unit: Exclude<Unit, { readonly kind: 'drop' | 'archived' }>,
  purgeId: string,
  subject: string,
): AsyncGenerator<Change> {
  switch (unit.kind) {
    case 'run':
      return yield* runChanges(lake, { runId: unit.runId, keys: unit.keys, subject, purgeId });
    case 'records':
      return yield* recordChanges(lake, unit.edition, subject);
    case 'object':
      return yield* objectChanges(lake, 'lake', unit.key, subject);
    case 'table': {
      const bytes = await lake.get(unit.key);
      const rewritten = bytes && tableWithout(bytes, subject);
      if (rewritten) yield rewriting('lake', unit.key, rewritten);
    }
  }
}

/** Raw files are not written anew: whoever else is in them is in the tables. */
async function* dropChanges(
  drops: PurgeBucket,
  key: string,
  { subject, isMapped }: BatchPorts,
): AsyncGenerator<Change> {
  const size = await sizeOf(drops, key);
  if (size === undefined) return;
  const read = async (start: number, end: number) => (await drops.getRange(key, start, end)) ?? new Uint8Array(0);
  if (isMapped || (await mayName({ key, size, read }, subject))) yield deletion('drops', key);
}

async function sizeOf(bucket: PurgeBucket, key: string): Promise<number | undefined> {
  for await (const page of bucket.list(key)) {
    const found = page.find((each) => each.key === key && each.isLatest && !each.isMarker);
    if (found) return found.bytes;
  }
  return undefined;
}

/** What is locked stays, and is told; a sealed record whose lock has ended is written anew without the student. */
async function* archivedChanges(
  archive: PurgeBucket,
  key: string,
  { subject, now }: BatchPorts,
): AsyncGenerator<Found | Remainder> {
  for await (const change of objectChanges(archive, 'archive', key, subject)) {
    const until = await lastLock(archive, key);
    if (until === undefined || until <= now) yield { bucket: archive, change };
    else yield { place: 'archive', what: key, why: 'the sealed record of a school year is locked', until };
  }
}

/** Deletes the versions before the last one whose lock has ended. */
async function forgetEarlier(archive: PurgeBucket, key: string, now: string): Promise<void> {
  for await (const page of archive.list(key)) {
    for (const version of page.filter((each) => each.key === key && !each.isLatest)) {
      const until = await archive.lockedUntil(version);
      if (until === undefined || until <= now) await archive.remove([version]);
    }
  }
}

async function lastLock(archive: PurgeBucket, key: string): Promise<string | undefined> {
  let last: string | undefined;
  for await (const page of archive.list(key)) {
    for (const version of page.filter((each) => each.key === key && !each.isMarker)) {
      const until = await archive.lockedUntil(version);
      if (until !== undefined && (last === undefined || until > last)) last = until;
    }
  }
  return last;
}
