import { documents } from '../../../shared/store/documents.ts';

const WRITES = [
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
  'BatchWriteItemCommand',
  'TransactWriteItemsCommand',
];
const isWrite = (name = '') =>
  WRITES.some((write) => name.startsWith(write.replace('ItemsCommand', '').replace('ItemCommand', '')));

/** The function instance dies: not an error of the store, nothing catches it. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface Interruption {
  /** The write at which it happens, counted from 1. */
  readonly at: number;
  /** Before DynamoDB hears of the write, or after it has written and before the answer comes. */
  readonly when: 'before' | 'after';
}

/** Does something and is killed at a write; false when it came to its end before that write. */
export async function killedAt({ at, when }: Interruption, work: () => Promise<unknown>): Promise<boolean> {
  let writes = 0;
  const watched = watchingWrites(async (write) => {
    writes += 1;
    if (writes >= at && when === 'before') throw new Killed();
    const answer = await write();
    if (writes >= at && when === 'after') throw new Killed();
    return answer;
  }, work);
  await watched.catch((error) => {
    if (!(error instanceof Killed)) throw error;
  });
  return writes >= at;
}

/** Does something while every write to DynamoDB goes through `around`. */
export async function watchingWrites<T>(
  around: (write: () => Promise<unknown>) => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  documents.middlewareStack.add(
    (next, context) => async (args) =>
      isWrite(context.commandName)
        ? ((await around(() => next(args))) as Awaited<ReturnType<typeof next>>)
        : next(args),
    { step: 'initialize', name: 'watchingWrites' },
  );
  try {
    return await work();
  } finally {
    documents.middlewareStack.remove('watchingWrites');
  }
}
