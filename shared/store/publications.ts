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

/** A number about to be given, and the write that gives it unless another one has been given meanwhile. */
export interface Numbering {
  readonly publication: number;
  readonly put: ReturnType<typeof registerPut>;
}

/** The number that a run would publish under, to be given in one write with something else. */
export async function nextPublication(runId: string, published: number): Promise<Numbering> {
  const register = await readRegister();
  const publication = register.next;
  return { publication, put: registerPut(register, withNumber(register, { publication, runId }, published)) };
}

/** The number under which a run publishes; the same one for the same run however often it is asked for. */
export async function publicationOf(runId: string, published: number): Promise<number> {
  for (;;) {
    const register = await readRegister();
    const before = register.given.find((each) => each.runId === runId);
    if (before) return before.publication;
    const publication = register.next;
    const updated = withNumber(register, { publication, runId }, published);
    if (await conditionally(documents.send(new PutCommand(registerPut(register, updated))))) return publication;
  }
}

const withNumber = ({ given }: Register, numbered: NumberedRun, published: number): Register => ({
  next: numbered.publication + 1,
  given: [...given.filter((each) => each.publication > published), numbered],
});

async function readRegister(): Promise<Register> {
  const Key = operationsKeys.publications();
  const answer = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return (answer.Item?.['register'] as Register | undefined) ?? { next: 1, given: [] };
}

const registerPut = (before: Register, register: Register) => ({
  TableName: table(),
  Item: { ...operationsKeys.publications(), register },
  ConditionExpression: 'attribute_not_exists(pk) OR #register.#next = :next',
  ExpressionAttributeNames: { '#register': 'register', '#next': 'next' },
  ExpressionAttributeValues: { ':next': before.next },
});
