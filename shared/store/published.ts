import { setTimeout as pause } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, TransactGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import type { Item } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { PublishedPointer } from './entities.ts';
import { type Key, PUBLICATIONS, studentKeys } from './keys.ts';
import { outboxItem, type PendingEvent } from './outbox.ts';
import { outruns, type Slotted, visible } from './slots.ts';

const table = () => environment('STUDENT_TABLE');

/** How often a reader starts over because of what was written while it read. */
const READ_ATTEMPTS = 3;

/** What readers see at this moment; undefined before the first publication. */
export async function readPublished(): Promise<PublishedPointer | undefined> {
  const key = studentKeys.published();
  const answer = await documents.send(new GetCommand({ TableName: table(), Key: key, ConsistentRead: true }));
  lastSeen = pointerOf(answer.Item);
  return lastSeen;
}

let lastSeen: PublishedPointer | undefined;

/** The pointer this function instance has seen last. It may have moved since: only for reads that look again. */
export const lastPublished = (): PublishedPointer | undefined => lastSeen;

export const pointerOf = (item: Readonly<Record<string, unknown>> | undefined): PublishedPointer | undefined =>
  item?.['pointer'] as PublishedPointer | undefined;

/** What stood at one instant. */
export interface VisibleRows {
  readonly published: PublishedPointer | undefined;
  /** Values of slotted rows; null for those that are not visible. */
  readonly values: readonly (unknown | null)[];
  /** Items as they are. */
  readonly plain: readonly (Readonly<Record<string, unknown>> | undefined)[];
}

/**
 * The pointer, some slotted rows and some items that no publish writes at one instant, in one request: nothing can be
 * published in between. Takes up to 99 keys.
 */
export async function readVisible(keys: readonly Key[], plainKeys: readonly Key[] = []): Promise<VisibleRows> {
  const [pointer, ...rows] = await readAtOnce([studentKeys.published(), ...keys, ...plainKeys]);
  const published = pointerOf(pointer?.Item);
  const values = keys.map((_, index) => visibleValue(rows[index]?.Item, published?.publication ?? 0));
  return { published, values, plain: plainKeys.map((_, index) => rows[keys.length + index]?.Item) };
}

async function readAtOnce(
  keys: readonly Key[],
  attempt = 1,
): Promise<readonly { readonly Item?: Record<string, unknown> | undefined }[]> {
  const TransactItems = keys.map((Key) => ({ Get: { TableName: table(), Key } }));
  try {
    return (await documents.send(new TransactGetCommand({ TransactItems }))).Responses ?? [];
  } catch (error) {
    // A row that is being written at this very moment cancels the read.
    if (!(error instanceof TransactionCanceledException) || attempt === READ_ATTEMPTS) throw error;
    await pause(10 * attempt);
    return readAtOnce(keys, attempt + 1);
  }
}

const visibleValue = (item: unknown, publication: number): unknown | null =>
  visible(item as Slotted<unknown> | undefined, publication);

/** What readers saw as of a day: the last publication for that day or an earlier one; undefined when there was none. */
export async function publishedAsOf(day: string): Promise<PublishedPointer | undefined> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :publications AND sk < :after',
      // `$` comes right after `#`, which follows the day in every key.
      ExpressionAttributeValues: { ':publications': PUBLICATIONS, ':after': `${day}$` },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return pointerOf(Items[0]);
}

/** Thrown inside `readThrough` by `visibleIn` and `refuseIfMoved`. */
class PointerMoved extends Error {
  override readonly name = 'PointerMoved';
}

/** The visible value of a row inside `readThrough`. */
export function visibleIn<T>(row: Slotted<T> | undefined, published: PublishedPointer): T | null {
  if (row && outruns(row, published.publication)) throw new PointerMoved('a run was published meanwhile');
  return visible(row, published.publication);
}

/** Starts a read inside `readThrough` over unless the pointer, read again after the rows, is the one they were read by. */
export function refuseIfMoved(published: PublishedPointer, now: PublishedPointer | undefined): void {
  if (now?.publication !== published.publication) throw new PointerMoved('a run was published meanwhile');
}

/**
 * Reads rows through one pointer, so that all of them belong to one publication; starts over with a fresh pointer when
 * the rows have outrun the given one. Undefined before the first publication.
 */
export async function readThrough<T>(
  known: PublishedPointer | undefined,
  read: (published: PublishedPointer) => Promise<T>,
): Promise<T | undefined> {
  for (let attempt = 1; ; attempt++) {
    const published = attempt === 1 && known ? known : await readPublished();
    if (!published) return undefined;
    try {
      return await read(published);
    } catch (error) {
      if (!(error instanceof PointerMoved) || attempt === READ_ATTEMPTS) throw error;
    }
  }
}

/**
 * Makes a publication visible, all of it at once, and keeps that it was; `event` (the baseline of a first publication)
 * becomes pending in the same write. False when that or a later publication is visible already.
 */
export async function flip(pointer: PublishedPointer, event?: PendingEvent): Promise<boolean> {
  const { asOf, publication } = pointer;
  const put = {
    TableName: table(),
    Item: { ...studentKeys.published(), pointer } satisfies Item,
    ConditionExpression: 'attribute_not_exists(pk) OR #pointer.publication < :publication',
    ExpressionAttributeNames: { '#pointer': 'pointer' },
    ExpressionAttributeValues: { ':publication': publication },
  };
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: put },
          { Put: { TableName: table(), Item: { ...studentKeys.publication(asOf, publication), pointer } } },
          ...(event ? [{ Put: { TableName: table(), Item: outboxItem(event) } }] : []),
        ],
      }),
    ),
  );
}
