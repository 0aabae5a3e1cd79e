import { createHash } from 'node:crypto';
import { DeleteCommand, PutCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { LegalBasis, Purpose } from '../domain/access/basis.ts';
import type { FieldClass } from '../domain/access/fieldClass.ts';
import type { Role } from '../domain/access/roles.ts';
import type { Personal, SchoolId, StaffId, StudentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { getItems, type Item, writeItems } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { DISCLOSED, type Key, studentKeys } from './keys.ts';

/** To whom, when and for what an answer showed students (34 CFR 99.32); never changed. */
export interface Answered {
  readonly requestId: string;
  readonly at: string;
  /** Which operation of the API answered. */
  readonly operationId: string;
  readonly purpose: Purpose;
  readonly recipient: Recipient;
}

export interface Recipient {
  /** At the identity provider. */
  readonly subject: Personal<'subject'>;
  /** `sourcedId` in users.csv. */
  readonly sourcedId?: Personal;
  /** Who looked in their place. */
  readonly impersonatedBy?: StaffId;
}

/** As what the recipient was shown it. */
export interface ShownAs {
  readonly audience: 'staff' | 'family' | 'student';
  readonly role: Role;
  readonly scope: string;
  readonly basis: LegalBasis;
  readonly school?: SchoolId;
  readonly bases?: readonly string[];
  /** Classes of data that were shown. */
  readonly classes: readonly FieldClass[];
}

export interface ShownStudents extends ShownAs {
  readonly students: readonly StudentId[];
}

/** One student's share of what an answer showed. */
export interface Disclosure extends Answered, ShownAs {}

/** An answer with all it showed, not yet told apart by student. */
interface Disclosing {
  readonly answered: Answered;
  readonly shown: readonly ShownStudents[];
}

/** An answer about one student is written in place; one about many becomes one item that the stream tells apart. */
const SHARDS = 16;
const table = () => environment('STUDENT_TABLE');

/** Writes what an answer is about to show, in one request. */
export async function recordDisclosures(answered: Answered, shown: readonly ShownStudents[]): Promise<void> {
  const [first, ...others] = shown;
  if (!first) return;
  const [student, ...more] = first.students;
  const isOne = student !== undefined && more.length === 0 && others.length === 0;
  const item = isOne ? disclosureItem(student, answered, first) : disclosingItem({ answered, shown });
  const once = { TableName: table(), Item: item, ConditionExpression: 'attribute_not_exists(pk)' };
  // Refused: it is there, and its answer was lost.
  await conditionally(documents.send(new PutCommand(once)));
}

function disclosureItem(student: StudentId, answered: Answered, { students: _, ...as }: ShownStudents): Item {
  const disclosure: Disclosure = { ...answered, ...as };
  return { ...studentKeys.disclosure(student, answered.at, answered.requestId, as.role), disclosure };
}

function disclosingItem(disclosing: Disclosing): Item {
  const { at, requestId } = disclosing.answered;
  const shard = createHash('sha256').update(requestId).digest().readUInt16BE(0) % SHARDS;
  return { ...studentKeys.disclosing(shard, at, requestId), disclosing };
}

/** Tells answers apart by student, and forgets each one that has been. Doing it twice is doing it once. */
export async function fanOut(keys: readonly Key[]): Promise<number> {
  const items = await getItems(table(), keys);
  let told = 0;
  for (const item of items.values()) {
    const { answered, shown } = item['disclosing'] as Disclosing;
    const puts = shown.flatMap((each) =>
      each.students.map((student) => ({ put: disclosureItem(student, answered, each) })),
    );
    await writeItems(table(), puts);
    await documents.send(new DeleteCommand({ TableName: table(), Key: { pk: item.pk, sk: item.sk } }));
    told += puts.length;
  }
  return told;
}

/** Answers before an instant that nobody has told apart, in pages. */
async function* disclosingBefore(instant: string): AsyncGenerator<readonly Key[]> {
  for (let shard = 0; shard < SHARDS; shard++) {
    const { pk } = studentKeys.disclosing(shard, '', '');
    const pages = paginateQuery(
      { client: documents, pageSize: 25 },
      {
        TableName: table(),
        KeyConditionExpression: 'pk = :pk AND sk < :instant',
        ExpressionAttributeValues: { ':pk': pk, ':instant': instant },
      },
    );
    for await (const page of pages) {
      const keys = (page.Items ?? []).map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
      if (keys.length > 0) yield keys;
    }
  }
}

export interface DisclosurePage {
  /** The newest first. */
  readonly disclosures: readonly Disclosure[];
  readonly after?: string;
}

/** To whom a student's record was shown. One request. */
export async function listDisclosures(
  student: StudentId,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<DisclosurePage> {
  const pk = `${DISCLOSED}${student}`;
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
    }),
  );
  const last = answer.LastEvaluatedKey?.['sk'] as string | undefined;
  return {
    disclosures: (answer.Items ?? []).map((item) => item['disclosure'] as Disclosure),
    ...(last !== undefined && { after: last }),
  };
}

/** Younger answers are on their way through the stream. */
const LEFT_BEHIND_MS = 15 * 60 * 1000;

/** Tells apart what the stream has left behind. Returns how many disclosures it wrote. */
export async function sweepDisclosures(now: Date): Promise<number> {
  let told = 0;
  for await (const keys of disclosingBefore(new Date(now.getTime() - LEFT_BEHIND_MS).toISOString())) {
    told += await fanOut(keys);
  }
  return told;
}
