import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { operationsKeys } from './keys.ts';

/** A publication's number and the run it was given to. */
export interface NumberedRun {
  readonly publication: number;
  readonly runId: string;
}

/** Who was given which number; numbers are never given twice. */
interface Register {
  readonly next: number;
  /** Those given since the last one that is known to be visible, the newest last. */
  readonly given: readonly NumberedRun[];
}

const table = () => environment('OPERATIONS_TABLE');

/**
 * Publications that were begun and never became visible, given the one that is: the rows they have touched must be
 * written anew by the next, or they would become visible with its number.
 */
export async function abandonedPublications(published: number): Promise<readonly NumberedRun[]> {
  return (await readRegister()).given.filter(({ publication }) => publication > published);
}

/** The number under which a run publishes; the same one for the same run however often it is asked for. */
export async function publicationOf(runId: string, published: number): Promise<number> {
  for (;;) {
    const register = await readRegister();
    const before = register.given.find((each) => each.runId === runId);
    if (before) return before.publication;
    const publication = register.next;
    const given = register.given.filter((each) => each.publication > published);
    const updated: Register = { next: publication + 1, given: [...given, { publication, runId }] };
    if (await replaceRegister(register, updated)) return publication;
  }
}

async function readRegister(): Promise<Register> {
  const Key = operationsKeys.publications();
  const answer = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return (answer.Item?.['register'] as Register | undefined) ?? { next: 1, given: [] };
}

async function replaceRegister(before: Register, register: Register): Promise<boolean> {
  return conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...operationsKeys.publications(), register },
        ConditionExpression: 'attribute_not_exists(pk) OR #register.#next = :next',
        ExpressionAttributeNames: { '#register': 'register', '#next': 'next' },
        ExpressionAttributeValues: { ':next': before.next },
      }),
    ),
  );
}
