import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { HoldDecision, RunRecord } from './entities.ts';
import { pendingPut } from './holdEvents.ts';
import { type Key, operationsKeys } from './keys.ts';
import { listOperations, type OperationsPage, type OperationsQuery } from './operationsList.ts';
import type { PendingEvent } from './outbox.ts';
import type { Numbering } from './publications.ts';

const table = () => environment('OPERATIONS_TABLE');
const LEASE = operationsKeys.lease('assess');

/** Who may assess and publish, and until when. */
export interface RunLease {
  readonly runId: string;
  /** Instant from which another run may take it over. */
  readonly expiresAt: string;
}

export async function getRun(runId: string): Promise<RunRecord | undefined> {
  return (await read(operationsKeys.run(runId)))?.['run'] as RunRecord | undefined;
}

/** What a run was pinned to when it was created; undefined for a run that was skipped. */
export async function readPinned(runId: string): Promise<unknown> {
  return (await read(operationsKeys.run(runId)))?.['pinned'];
}

/** The run a trigger has made, if any. */
export async function runOfTrigger(trigger: string): Promise<string | undefined> {
  return (await read(operationsKeys.runTrigger(trigger)))?.['runId'] as string | undefined;
}

export async function readRunLease(): Promise<RunLease | undefined> {
  return (await read(LEASE))?.['lease'] as RunLease | undefined;
}

async function read(Key: Key): Promise<Record<string, unknown> | undefined> {
  return (await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }))).Item;
}

/** Runs by the instant of their start. */
export const listRuns = (query: OperationsQuery): Promise<OperationsPage<RunRecord>> =>
  listOperations(operationsKeys.runsList, 'run', query);

const listed = (run: RunRecord) => `${run.startedAt}#${run.runId}`;

export interface NewRun {
  readonly run: RunRecord;
  /** What it is pinned to, for `readPinned`. */
  readonly pinned?: unknown;
  /** What started it; a second run of the same trigger is refused. */
  readonly trigger: string;
  /** Absent for a run that is skipped: it needs no lease. */
  readonly lease?: RunLease;
  /** The lease that is taken over from whoever has ended or died, with its run, if it was one, which ends with that. */
  readonly takesOver?: { readonly lease: RunLease; readonly run?: RunRecord };
}

/**
 * Records a run, its trigger and its lease in one write, so that two starts at the same moment make one run. False when
 * the id, the trigger or the lease was taken meanwhile: look again.
 */
export async function createRun({ run, pinned, trigger, lease, takesOver }: NewRun): Promise<boolean> {
  const list = { gsi1pk: operationsKeys.runsList, gsi1sk: listed(run) };
  const isNew = { TableName: table(), ConditionExpression: 'attribute_not_exists(pk)' };
  const puts = [
    { Put: { ...isNew, Item: { ...operationsKeys.run(run.runId), ...list, run, pinned } } },
    { Put: { ...isNew, Item: { ...operationsKeys.runTrigger(trigger), runId: run.runId } } },
  ];
  try {
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          ...puts,
          ...(lease ? [{ Put: leasePut(lease, takesOver?.lease) }] : []),
          ...(takesOver?.run ? [{ Update: abandonment(takesOver.run, run.startedAt) }] : []),
        ],
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

/** A held run that is to be published after all. */
export interface Reopening {
  readonly runId: string;
  readonly release: HoldDecision;
  readonly numbering: Numbering;
  readonly lease: RunLease;
  /** The lease that is there, of a run that has ended or whose time is up. */
  readonly replaces?: RunLease;
  /** The run whose time is up: it ends with that. */
  readonly abandons?: RunRecord;
}

/**
 * Releases a held run: decision, publication's number and lease in one write. False when the run is not held any more, or
 * the number or the lease was taken meanwhile: look again.
 */
export async function reopenRun(reopening: Reopening): Promise<boolean> {
  const { runId, release, numbering, lease, replaces, abandons } = reopening;
  try {
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Update: {
              TableName: table(),
              Key: operationsKeys.run(runId),
              UpdateExpression:
                'SET #run.#status = :publishing, #run.publication = :publication, #run.#release = :release REMOVE #run.finishedAt',
              ConditionExpression: '#run.#status = :held',
              ExpressionAttributeNames: { '#run': 'run', '#status': 'status', '#release': 'release' },
              ExpressionAttributeValues: {
                ':held': 'held',
                ':publishing': 'publishing',
                ':publication': numbering.publication,
                ':release': release,
              },
            },
          },
          { Put: numbering.put },
          { Put: leasePut(lease, replaces) },
          ...(abandons ? [{ Update: abandonment(abandons, release.at) }] : []),
        ],
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
}

const leasePut = (lease: RunLease, replaces: RunLease | undefined) => ({
  TableName: table(),
  Item: { ...LEASE, lease },
  ConditionExpression: replaces ? '#lease = :expired' : 'attribute_not_exists(pk)',
  ...(replaces && {
    ExpressionAttributeNames: { '#lease': 'lease' },
    ExpressionAttributeValues: { ':expired': replaces },
  }),
});

/** A run whose lease ran out: what it had published stays published, else it has failed. */
const abandonment = (run: RunRecord, at: string) => ({
  TableName: table(),
  Key: operationsKeys.run(run.runId),
  UpdateExpression: 'SET #run.#status = :ended, #run.finishedAt = :at, #run.failure = :failure',
  ConditionExpression: '#run.#status = :seen',
  ExpressionAttributeNames: { '#run': 'run', '#status': 'status' },
  ExpressionAttributeValues: {
    ':seen': run.status,
    ':ended': run.status === 'published' ? 'published' : 'failed',
    ':at': at,
    ':failure': { error: 'LeaseExpired', cause: 'the run did not end in time; the next one took over' },
  },
});

/** Keeps the lease for longer; false when another run holds it. */
export async function renewRunLease(lease: RunLease): Promise<boolean> {
  return update({
    Key: LEASE,
    UpdateExpression: 'SET #lease.expiresAt = :until',
    ConditionExpression: '#lease.runId = :runId',
    ExpressionAttributeNames: { '#lease': 'lease' },
    ExpressionAttributeValues: { ':until': lease.expiresAt, ':runId': lease.runId },
  });
}

/** Frees the lease when the run holds it. */
export async function releaseRunLease(runId: string): Promise<void> {
  await conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Delete: {
              TableName: table(),
              Key: LEASE,
              ConditionExpression: '#lease.runId = :runId',
              ExpressionAttributeNames: { '#lease': 'lease' },
              ExpressionAttributeValues: { ':runId': runId },
            },
          },
        ],
      }),
    ),
  );
}

/**
 * Sets members of a run's record. With `expected`, only while its status is one of these: false when it is another.
 */
export const updateRun = (
  runId: string,
  members: Partial<RunRecord>,
  expected?: readonly RunRecord['status'][],
): Promise<boolean> => update(changeOf(runId, members, expected));

/** Holds a run that is being assessed, and makes the event of it pending in the same write; false when it is not any more. */
export function holdRun(runId: string, members: Partial<RunRecord>, event: PendingEvent): Promise<boolean> {
  const Update = { TableName: table(), ...changeOf(runId, { ...members, status: 'held' }, ['assessing']) };
  return conditionally(documents.send(new TransactWriteCommand({ TransactItems: [{ Update }, pendingPut(event)] })));
}

function changeOf(runId: string, members: Partial<RunRecord>, expected: readonly RunRecord['status'][] | undefined) {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return {
    Key: operationsKeys.run(runId),
    UpdateExpression: `SET ${entries.map(([name]) => `#run.#${name} = :${name}`).join(', ')}`,
    ConditionExpression: expected
      ? `#run.#status IN (${expected.map((_, index) => `:expected${index}`).join(', ')})`
      : 'attribute_exists(pk)',
    ExpressionAttributeNames: {
      '#run': 'run',
      ...(expected && { '#status': 'status' }),
      ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      ...Object.fromEntries((expected ?? []).map((status, index) => [`:expected${index}`, status])),
    },
  };
}

type ConditionalUpdate = Omit<ConstructorParameters<typeof UpdateCommand>[0], 'TableName'>;

const update = (input: ConditionalUpdate): Promise<boolean> =>
  conditionally(documents.send(new UpdateCommand({ TableName: table(), ...input })));
