import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { getJson, type Lake } from '../lake/lake.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { DropRecord, DropReport, DropStatus } from './entities.ts';
import { holdIdOf, pendingPut } from './holdEvents.ts';
import { LIST_INDEX, operationsKeys } from './keys.ts';
import { listOperations, type OperationsPage, type OperationsQuery } from './operationsList.ts';
import type { PendingEvent } from './outbox.ts';

const table = () => environment('OPERATIONS_TABLE');

/** A drop that has come to its end: nothing more happens to it by itself. */
const FINAL: readonly DropStatus[] = ['published', 'unchanged', 'superseded', 'held', 'discarded', 'failed'];

export const isFinal = ({ status }: DropRecord): boolean => FINAL.includes(status);

export async function getDrop(dropId: string): Promise<DropRecord | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: table(), Key: operationsKeys.drop(dropId), ConsistentRead: true }),
  );
  return Item?.['drop'] as DropRecord | undefined;
}

/** The same; throws when there is none: a step was started for a drop that was never received. */
export async function requireDrop(dropId: string): Promise<DropRecord> {
  const drop = await getDrop(dropId);
  if (!drop) throw new Error(`no drop ${dropId}`);
  return drop;
}

/** Whether a drop waits for somebody's decision. */
export const isHeld = async (dropId: string): Promise<boolean> => (await getDrop(dropId))?.status === 'held';

/** Drops by the instant of their receipt. */
export const listDrops = (query: OperationsQuery): Promise<OperationsPage<DropRecord>> =>
  listOperations(operationsKeys.dropsList, 'drop', query);

/** How many drops received since an instant are held, undecided. May be some milliseconds behind. */
export async function countHeldDrops(since: string): Promise<number> {
  let held = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const { Count = 0, LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: table(),
        IndexName: LIST_INDEX,
        KeyConditionExpression: 'gsi1pk = :drops AND gsi1sk >= :since',
        FilterExpression: '#drop.#status = :held',
        ExpressionAttributeNames: { '#drop': 'drop', '#status': 'status' },
        ExpressionAttributeValues: { ':drops': operationsKeys.dropsList, ':since': since, ':held': 'held' },
        Select: 'COUNT',
        ExclusiveStartKey: start,
      }),
    );
    held += Count;
    start = LastEvaluatedKey;
  } while (start);
  return held;
}

const listed = (drop: DropRecord) => `${drop.receivedAt}#${drop.dropId}`;

/** Where a drop is stored and listed, with what is known of it. */
export const dropItem = (drop: DropRecord) => ({
  ...operationsKeys.drop(drop.dropId),
  gsi1pk: operationsKeys.dropsList,
  gsi1sk: listed(drop),
  drop,
});

/** Records a drop on its first coming; false when it is known. */
export function recordDrop(drop: DropRecord): Promise<boolean> {
  return put(drop, { ConditionExpression: 'attribute_not_exists(pk)' });
}

/** Writes what has become of a drop; false when it has moved on since it was read. */
export function updateDrop(from: DropRecord, to: DropRecord): Promise<boolean> {
  return put(to, unmoved(from));
}

/**
 * Holds a drop and makes the event of it pending, in one write; false when it has moved on since it was read. While
 * another drop waits for a decision that is held for the same, people know of it, and there is no event.
 */
export async function holdDrop(from: DropRecord, to: DropRecord, event: PendingEvent): Promise<boolean> {
  const key = operationsKeys.hold(holdIdOf(to));
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key: key, ConsistentRead: true }));
  const known = Item?.['dropId'] as string | undefined;
  if (known !== undefined && known !== to.dropId && (await isHeld(known))) return updateDrop(from, to);
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: table(), Item: dropItem(to), ...unmoved(from) } },
          { Put: { TableName: table(), Item: { ...key, dropId: to.dropId } } },
          pendingPut(event),
        ],
      }),
    ),
  );
}

/** Condition that a drop still has the status that was read, and has not been released since. */
export const unmoved = ({ status, release }: DropRecord) => ({
  ConditionExpression: `#drop.#status = :status AND attribute_${release ? '' : 'not_'}exists(#drop.#release)`,
  ExpressionAttributeNames: { '#drop': 'drop', '#status': 'status', '#release': 'release' },
  ExpressionAttributeValues: { ':status': status },
});

const put = (drop: DropRecord, condition: object): Promise<boolean> =>
  conditionally(documents.send(new PutCommand({ TableName: table(), Item: dropItem(drop), ...condition })));

/** Lake object with every rejected row of a drop as CSV. */
export const rejectsKey = (dropId: string): string => `drops/${dropId}/rejects.csv`;

/** The full account of a drop, by the `reportKey` of its record; undefined when the lake has none. */
export async function dropReport(lake: Lake, key: string): Promise<DropReport | undefined> {
  return (await getJson(lake, key)) as DropReport | undefined;
}

/** The last close of a folder. */
export interface FolderClose {
  readonly dropId: string;
  /** When the closing object was written, instant. */
  readonly closedAt: string;
  /** ETags of the files that were taken, by name. */
  readonly pins: Readonly<Record<string, string>>;
}

export async function lastClose(folder: string): Promise<FolderClose | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: table(), Key: operationsKeys.folder(folder), ConsistentRead: true }),
  );
  return Item?.['close'] as FolderClose | undefined;
}

/** Records a close of a folder; a later one stays. */
export async function recordClose(folder: string, close: FolderClose): Promise<void> {
  await conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...operationsKeys.folder(folder), close },
        ConditionExpression: 'attribute_not_exists(pk) OR #close.closedAt <= :closedAt',
        ExpressionAttributeNames: { '#close': 'close' },
        ExpressionAttributeValues: { ':closedAt': close.closedAt },
      }),
    ),
  );
}
