import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { completePurge } from '../../../shared/purge/completePurge.ts';
import { approvePurge, requestPurge } from '../../../shared/purge/decidePurge.ts';
import { openPurge } from '../../../shared/purge/openPurge.ts';
import { planPurge } from '../../../shared/purge/plan.ts';
import { purgeBatch } from '../../../shared/purge/purgeBatch.ts';
import { emptyBuckets } from '../../../shared/purge/purgeDistrict.ts';
import { purgeRecords } from '../../../shared/purge/purgeRecords.ts';
import { documents } from '../../../shared/store/documents.ts';
import { type PurgeRecord, requirePurge } from '../../../shared/store/purges.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import type { VersionedBucket } from './versionedBucket.ts';

export interface Buckets {
  readonly lake: VersionedBucket;
  readonly drops: VersionedBucket;
  readonly archive: VersionedBucket;
}

export const PURGE_ID = 'c0ffee'.padEnd(32, '0');
const [ASKING, APPROVING] = [staffId('admin-1'), staffId('admin-2')];
const AT = '2026-11-02T15:00:00.000Z';

/** Has a purge asked for by one person and approved by another. */
export async function approvedPurge(what: { readonly student: string } | 'tenant'): Promise<void> {
  const asked = {
    purgeId: PURGE_ID,
    reason: 'they ask',
    basis: 'parentRequest',
    requested: { by: ASKING, at: AT },
  } as const;
  const of =
    what === 'tenant'
      ? ({ kind: 'tenant' } as const)
      : ({ kind: 'student', subject: studentId(what.student) } as const);
  await requestPurge({ ...asked, ...of });
  await approvePurge(PURGE_ID, { by: APPROVING, at: AT }, async () => undefined);
}

/** What the state machine does: each step is tried again when it dies. */
export async function runPurge(
  buckets: Buckets,
  retried: <T>(step: () => Promise<T>) => Promise<T> = (step) => step(),
): Promise<PurgeRecord> {
  const now = new Date(AT);
  const { lake } = buckets;
  const { outcome } = await retried(() => openPurge(PURGE_ID, now));
  if (outcome === 'waiting') return requirePurge(PURGE_ID);
  const purge = await requirePurge(PURGE_ID);
  for (let more = true; more; ) {
    more = (await retried(() => purgeRecords(PURGE_ID, lake, () => false))).outcome === 'more';
  }
  if (purge.kind === 'tenant') {
    await retried(() => emptyBuckets(PURGE_ID, { lake, buckets, isLate: () => false }));
  } else {
    const subject = purge.subject ?? '';
    for (const batch of await retried(() => planPurge(PURGE_ID, lake, buckets))) {
      const ports = { lake, buckets, subject, isMapped: false, now: now.toISOString() };
      await retried(() => purgeBatch(PURGE_ID, batch, ports));
    }
  }
  const { tenant } = sampleTenant();
  const ports = { lake, buckets, tenant, now, emptyQueues: async () => ['messages'] };
  await retried(() => completePurge(PURGE_ID, ports));
  return requirePurge(PURGE_ID);
}

export type Tables = Readonly<Record<string, readonly Record<string, unknown>[]>>;
const tables = () => [process.env['STUDENT_TABLE'] ?? '', process.env['OPERATIONS_TABLE'] ?? ''];

/** Every item of both tables, by key. */
export async function allItems(): Promise<Tables> {
  const all: Record<string, readonly Record<string, unknown>[]> = {};
  for (const TableName of tables()) {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName, ConsistentRead: true }));
    const keyOf = (item: Record<string, unknown>) => `${item['pk']} ${item['sk']}`;
    all[TableName] = Items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }
  return all;
}

export async function putItems(items: Tables): Promise<void> {
  for (const [TableName, all] of Object.entries(items)) {
    for (let from = 0; from < all.length; from += 25) {
      const some = all.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
      await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: some } }));
    }
  }
}
