import { setTimeout as pause } from 'node:timers/promises';
import type { BatchGetCommandInput, BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { BatchGetCommand, BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { documents } from './documents.ts';
import type { Key } from './keys.ts';

/** Most keys one BatchGetItem takes. */
const GET_LIMIT = 100;
/** Most requests one BatchWriteItem takes. */
const WRITE_LIMIT = 25;
/** Requests under way at once: enough to hide the network, few enough to keep a warm table from throttling. */
const PARALLEL = 8;
/** With doubling pauses of up to 3.2 s these are some 20 s of throttling; then the step fails and is retried whole. */
const ATTEMPTS = 12;

export type Item = Key & Readonly<Record<string, unknown>>;
export type Write = { readonly put: Item } | { readonly remove: Key };

/** What DynamoDB left undone in a batch after every attempt. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
}

export const keyText = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** The items of these keys as they are now, by `keyText`; missing ones are absent. Keys may repeat. */
export async function getItems(table: string, keys: readonly Key[]): Promise<ReadonlyMap<string, Item>> {
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const found = new Map<string, Item>();
  await inParallel(chunks(distinct, GET_LIMIT), async (some) => {
    let pending: BatchGetCommandInput['RequestItems'] = { [table]: { Keys: some.map(keyOnly), ConsistentRead: true } };
    await untilDone(async () => {
      const answer = await documents.send(new BatchGetCommand({ RequestItems: pending }));
      for (const item of answer.Responses?.[table] ?? []) found.set(keyText(item as Item), item as Item);
      pending = answer.UnprocessedKeys ?? {};
      return Object.keys(pending).length === 0;
    });
  });
  return found;
}

/** Writes and deletes items, each key at most once. What DynamoDB leaves undone is sent again after a pause. */
export async function writeItems(table: string, writes: readonly Write[]): Promise<void> {
  await inParallel(chunks(writes, WRITE_LIMIT), async (some) => {
    let pending: BatchWriteCommandInput['RequestItems'] = { [table]: some.map(requestOf) };
    await untilDone(async () => {
      const answer = await documents.send(new BatchWriteCommand({ RequestItems: pending }));
      pending = answer.UnprocessedItems ?? {};
      return Object.keys(pending).length === 0;
    });
  });
}

const keyOnly = ({ pk, sk }: Key): Key => ({ pk, sk });

const requestOf = (write: Write) =>
  'put' in write ? { PutRequest: { Item: write.put } } : { DeleteRequest: { Key: keyOnly(write.remove) } };

async function untilDone(attempt: () => Promise<boolean>): Promise<void> {
  for (let made = 0; made < ATTEMPTS; made++) {
    if (made > 0) await pause(Math.random() * Math.min(3_200, 25 * 2 ** made));
    if (await attempt()) return;
  }
  throw new ThrottledError('DynamoDB left part of a batch undone after every attempt');
}

/** Runs `work` on each of `all`, a few at a time; after an error nothing new is begun. */
export async function inParallel<T>(all: Iterable<T>, work: (one: T) => Promise<void>): Promise<void> {
  const queue = all[Symbol.iterator]();
  let stopped = false;
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !stopped; next = queue.next()) {
      try {
        await work(next.value);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

function* chunks<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
