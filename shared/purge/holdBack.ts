import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { conditionally } from '../store/conditional.ts';
import { documents } from '../store/documents.ts';
import { operationsKeys } from '../store/keys.ts';
import { acquireLease, releaseLease } from '../store/leases.ts';
import { getRun, type RunLease, readRunLease, updateRun } from '../store/runs.ts';
import { readYearEnd } from '../store/yearEnds.ts';

/** Longer than any purge: whoever takes a lease over would find the lake half done. */
const LEASE_HOURS = 48;

const table = () => environment('OPERATIONS_TABLE');
const RUN_LEASE = operationsKeys.lease('assess');
const holderOf = (purgeId: string) => `purge-${purgeId}`;

/**
 * Takes the leases of ingest and assessment, so that neither writes what is being removed; false while one of them or the
 * closing of a year is under way. Asked again, it keeps what it has.
 */
export async function holdBack(purgeId: string, now: Date): Promise<boolean> {
  if (await isYearClosing(now)) return false;
  const ingest = { name: 'ingest', holder: holderOf(purgeId) };
  if (!(await acquireLease(ingest, now, LEASE_HOURS * 3_600))) return false;
  return takeRunLease(purgeId, now);
}

/** Lets ingest and assessment go on. */
export async function letGo(purgeId: string): Promise<void> {
  await releaseLease({ name: 'ingest', holder: holderOf(purgeId) });
  await conditionally(
    documents.send(
      new DeleteCommand({
        TableName: table(),
        Key: RUN_LEASE,
        ConditionExpression: '#lease.runId = :own',
        ExpressionAttributeNames: { '#lease': 'lease' },
        ExpressionAttributeValues: { ':own': holderOf(purgeId) },
      }),
    ),
  );
}

/** A drop that was read before it was held back must not be published on top of what it has read: it is read again. */
export async function outdateIngests(): Promise<void> {
  const Key = operationsKeys.currentEdition();
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  if (!Item) return;
  await documents.send(
    new UpdateCommand({
      TableName: table(),
      Key,
      UpdateExpression: 'ADD #state.revision :one',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':one': 1 },
    }),
  );
}

async function takeRunLease(purgeId: string, now: Date): Promise<boolean> {
  const before = await readRunLease();
  const own: RunLease = {
    runId: holderOf(purgeId),
    expiresAt: new Date(now.getTime() + LEASE_HOURS * 3_600_000).toISOString(),
  };
  if (before && before.runId !== own.runId) {
    const holder = await getRun(before.runId);
    const isOver = holder?.finishedAt !== undefined || before.expiresAt <= now.toISOString();
    if (!isOver) return false;
    if (holder && holder.finishedAt === undefined) await abandon(before.runId, now);
  }
  return conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...RUN_LEASE, lease: own },
        ConditionExpression: before ? '#lease = :before' : 'attribute_not_exists(pk)',
        ...(before && {
          ExpressionAttributeNames: { '#lease': 'lease' },
          ExpressionAttributeValues: { ':before': before },
        }),
      }),
    ),
  );
}

/** A run whose time is up ends, as it does when another run takes over. */
async function abandon(runId: string, now: Date): Promise<void> {
  const run = await getRun(runId);
  if (!run) return;
  const failure = { error: 'LeaseExpired', cause: 'the run did not end in time; a purge took over' };
  const status = run.status === 'published' ? 'published' : 'failed';
  await updateRun(runId, { status, failure, finishedAt: now.toISOString() }, [run.status]);
}

/** People decide a year in review for weeks; what functions work on takes an hour. */
async function isYearClosing(now: Date): Promise<boolean> {
  const thisYear = now.getUTCFullYear();
  for (const year of [thisYear - 1, thisYear, thisYear + 1]) {
    const record = await readYearEnd(year);
    if (record && ['closing', 'auditing', 'sealing'].includes(record.status)) return true;
  }
  return false;
}
