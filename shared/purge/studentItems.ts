import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { StudentId } from '../domain/identity.ts';
import type { Removal } from '../domain/purge/certificate.ts';
import {
  derivedIds,
  type ItemFate,
  itemFate,
  redactedItem,
  rewrittenItem,
  type StoredItem,
  type Subject,
} from '../domain/purge/itemFate.ts';
import { getJson, type Lake, putJson } from '../lake/lake.ts';
import { environment } from '../runtime/environment.ts';
import { inParallel } from '../store/batches.ts';
import { conditionally } from '../store/conditional.ts';
import { documents } from '../store/documents.ts';
import type { YearEndMember } from '../store/graduationRecords.ts';
import { type Key, operationsKeys, studentKeys } from '../store/keys.ts';
import { readYearEnd } from '../store/yearEnds.ts';
import { workFiles } from './workFiles.ts';

const table = () => environment('STUDENT_TABLE');

/** Each look after the first finds what was written while the one before was worked on: there is little of it. */
const MOST_ROUNDS = 20;

interface FoundItem extends Key {
  readonly fate: Exclude<ItemFate, 'keep'>;
}

/** What one look through the table has found. */
interface Round {
  readonly derived: readonly string[];
  readonly found: readonly FoundItem[];
}

export interface StudentToForget {
  readonly purgeId: string;
  readonly id: StudentId;
  readonly hash: string;
}

/** Takes a student out of sight: from now on readers find nobody. */
export async function hideStudent(id: StudentId): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: table(), Key: studentKeys.student(id) }));
}

/**
 * Removes everything of a student from the student table: looks through it, notes what is to go, lets it go, and looks
 * again until nothing is found. What was noted is not looked for again.
 */
export async function forgetItems(lake: Lake, { purgeId, id, hash }: StudentToForget): Promise<void> {
  let derived: readonly string[] = [];
  for (let number = 0; number < MOST_ROUNDS; number++) {
    const key = workFiles.items(purgeId, number);
    const known = (await getJson(lake, key)) as Round | undefined;
    const round = known ?? (await lookFor({ purgeId, id, hash, derived: new Set(derived) }));
    if (!known) await putJson(lake, key, round);
    if (round.found.length === 0) return;
    derived = round.derived;
    const subject = { purgeId, id, hash, derived: new Set(derived) };
    await inParallel(round.found, (item) => settle(item, subject));
  }
  throw new Error('items of the student were written again and again');
}

/** What all looks have found, counted by kinds of partitions. */
export async function removedItems(lake: Lake, purgeId: string): Promise<readonly Removal[]> {
  const removals: Removal[] = [];
  for (let number = 0; number < MOST_ROUNDS; number++) {
    const round = (await getJson(lake, workFiles.items(purgeId, number))) as Round | undefined;
    for (const { pk, fate } of round?.found ?? []) {
      const counted = fate === 'remove' ? { items: 1 } : { redacted: 1 };
      removals.push({ place: 'studentTable', what: pk.split('#')[0] ?? '', ...counted });
    }
  }
  return removals;
}

async function lookFor(subject: Subject & { readonly id: StudentId }): Promise<Round> {
  const derived = new Set(subject.derived);
  // The student's own items say by what else to look.
  for await (const item of ownItems(subject.id)) for (const each of derivedIds(item, subject.id)) derived.add(each);
  const found: FoundItem[] = [];
  for await (const item of allItems()) {
    const fate = itemFate(item, { ...subject, derived });
    if (fate !== 'keep') found.push({ pk: item.pk, sk: item.sk, fate });
  }
  return { derived: [...derived], found };
}

async function* ownItems(id: StudentId): AsyncGenerator<StoredItem> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': studentKeys.student(id).pk },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) yield* (page.Items ?? []) as StoredItem[];
}

async function* allItems(): AsyncGenerator<StoredItem> {
  const pages = paginateScan({ client: documents }, { TableName: table(), ConsistentRead: true });
  for await (const page of pages) yield* (page.Items ?? []) as StoredItem[];
}

async function settle({ pk, sk, fate }: FoundItem, subject: Subject): Promise<void> {
  const [, year] = /^YEAREND#(\d{4})$/.exec(pk) ?? [];
  if (fate !== 'remove') return replace({ pk, sk }, fate, subject);
  if (year !== undefined && (await leaveYearEnd({ pk, sk }, Number(year)))) return;
  await documents.send(new DeleteCommand({ TableName: table(), Key: { pk, sk } }));
}

async function replace(Key: Key, fate: 'rewrite' | 'redact', subject: Subject): Promise<void> {
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  if (!Item) return;
  const next = (fate === 'redact' ? redactedItem : rewrittenItem)(Item as StoredItem, subject);
  await conditionally(
    documents.send(new PutCommand({ TableName: table(), Item: next, ConditionExpression: 'attribute_exists(pk)' })),
  );
}

/**
 * Takes a student out of a year that is not sealed, and out of its counts, in one write: it could not be sealed with one
 * record too few. False when there is nothing to count.
 */
async function leaveYearEnd(Key: Key, schoolYear: number): Promise<boolean> {
  const year = await readYearEnd(schoolYear);
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  const member = Item?.['member'] as YearEndMember | undefined;
  if (!member || !year || year.attempt !== member.attempt || year.status === 'sealed') return false;
  const counts = year.counts !== undefined && { '#counts': 'counts', '#of': member.status };
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Delete: { TableName: table(), Key, ConditionExpression: 'attribute_exists(pk)' } },
          {
            Update: {
              TableName: environment('OPERATIONS_TABLE'),
              Key: operationsKeys.yearEnd(schoolYear),
              UpdateExpression: [
                'SET #year.#students = #year.#students - :one',
                ...(counts ? ['#year.#counts.#of = #year.#counts.#of - :one'] : []),
                ...(member.open && year.openExceptions !== undefined ? ['#year.#open = #year.#open - :one'] : []),
              ].join(', '),
              ConditionExpression: '#year.#attempt = :attempt',
              ExpressionAttributeNames: {
                '#year': 'yearEnd',
                '#students': 'students',
                '#attempt': 'attempt',
                ...(counts || {}),
                ...(member.open && year.openExceptions !== undefined && { '#open': 'openExceptions' }),
              },
              ExpressionAttributeValues: { ':one': 1, ':attempt': member.attempt },
            },
          },
        ],
      }),
    ),
  );
}
