import { createHash } from 'node:crypto';
import {
  addedUp,
  type Certificate,
  certificateText,
  type Remainder,
  type Removal,
} from '../domain/purge/certificate.ts';
import { getJson, type Lake } from '../lake/lake.ts';
import { type PurgeRecord, requirePurge, updatePurge } from '../store/purges.ts';
import { hashOfStudent } from '../store/tombstones.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { utf8 } from './bytes.ts';
import { removeAll } from './change.ts';
import { letGo, outdateIngests } from './holdBack.ts';
import { earlierVersions, type PurgeBuckets, planPurge } from './plan.ts';
import type { FoundInBatch } from './purgeBatch.ts';
import { lockedVersions } from './purgeDistrict.ts';
import { remainders } from './remainders.ts';
import { removedItems } from './studentItems.ts';
import { certificateKey, workFiles } from './workFiles.ts';

export interface CompletionPorts {
  readonly lake: Lake;
  readonly buckets: PurgeBuckets;
  readonly tenant: Tenant;
  readonly now: Date;
  /** Empties the district's queues; answers their names. */
  readonly emptyQueues: () => Promise<readonly string[]>;
}

/**
 * Ends a purge: earlier versions of what the lake holds go, the certificate is written, and the record forgets whose it
 * was. Nothing of the work stays. A certificate that is there is the one that counts, however often this is done.
 */
export async function completePurge(purgeId: string, ports: CompletionPorts): Promise<void> {
  const purge = await requirePurge(purgeId);
  if (purge.state !== 'done') {
    if (purge.kind === 'student') await outdateIngests();
    const removed = await removedBy(purge, ports);
    const certificate = await keptOrMade(purge, removed, ports);
    const { subject: _whose, reason: _why, failure: _before, ...record } = purge;
    const certificateSha256 = createHash('sha256').update(certificateText(certificate)).digest('hex');
    const { finishedAt } = certificate;
    const done = { ...record, state: 'done', certificate, certificateSha256, finishedAt } as const;
    if (!(await updatePurge(purge, done))) throw new Error('the purge was changed while it ended');
  }
  for await (const page of ports.buckets.lake.list(workFiles.folder(purgeId)))
    await removeAll(ports.buckets.lake, page);
  await letGo(purgeId);
}

async function removedBy(purge: PurgeRecord, ports: CompletionPorts): Promise<readonly Removal[]> {
  const { purgeId, kind } = purge;
  const { lake, buckets } = ports;
  const own = (what: string) => workFiles.counted(purgeId, what);
  if (kind === 'tenant') {
    const queues = (await ports.emptyQueues()).map((what) => ({ place: 'queues', what, emptied: 1 }));
    const counted = ['items', 'objects'].map(async (what) => (await getJson(lake, own(what))) as readonly Removal[]);
    return [...(await Promise.all(counted)).flat(), ...queues];
  }
  const noncurrent = (await getJson(lake, own('versions'))) as readonly Removal[];
  await removeAll(buckets.lake, await earlierVersions(buckets.lake));
  const found = await foundIn(purgeId, lake, buckets);
  return [...(await removedItems(lake, purgeId)), ...found.flatMap(({ removed }) => removed), ...noncurrent];
}

async function foundIn(purgeId: string, lake: Lake, buckets: PurgeBuckets): Promise<readonly FoundInBatch[]> {
  const batches = await planPurge(purgeId, lake, buckets);
  return Promise.all(
    batches.map(async (batch) => (await getJson(lake, workFiles.found(purgeId, batch))) as FoundInBatch),
  );
}

async function keptOrMade(
  purge: PurgeRecord,
  removed: readonly Removal[],
  ports: CompletionPorts,
): Promise<Certificate> {
  const { purgeId, kind, basis, requested, approved } = purge;
  const key = certificateKey(purgeId);
  const kept = (await getJson(ports.lake, key)) as Certificate | undefined;
  if (kept) return kept;
  if (!approved) throw new Error('the purge was not approved');
  const certificate: Certificate = {
    ...{ format: 1, purgeId, district: ports.tenant.tenant, kind, basis },
    ...(purge.subject !== undefined && { subject: await hashOfStudent(purge.subject) }),
    ...{ requestedBy: requested.by, requestedAt: requested.at, approvedBy: approved.by, approvedAt: approved.at },
    finishedAt: ports.now.toISOString(),
    removed: addedUp(removed),
    remaining: await remainingOf(purge, ports),
  };
  await ports.buckets.lake.put(key, utf8(certificateText(certificate)));
  return certificate;
}

async function remainingOf(purge: PurgeRecord, ports: CompletionPorts): Promise<readonly Remainder[]> {
  const { tenant, now, buckets, lake } = ports;
  if (purge.kind === 'student') {
    const found = await foundIn(purge.purgeId, lake, buckets);
    return [...found.flatMap(({ remaining }) => remaining), ...remainders('student', tenant, now)];
  }
  const locked = await lockedVersions(buckets.archive);
  const archived = locked && {
    place: 'archive',
    what: `${locked.count} versions`,
    why: 'sealed records of school years are locked',
    until: locked.until,
  };
  return [...(archived ? [archived] : []), ...remainders('tenant', tenant, now)];
}
