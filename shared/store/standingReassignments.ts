import { DeleteCommand, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Reassignment } from '../domain/caseload/reassignment.ts';
import type { StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { PublishedPointer } from './entities.ts';
import { REASSIGNMENTS, SHIFTS, STANDING, studentKeys } from './keys.ts';
import { type CountShift, headPut, readHead, restored, stored } from './reassignments.ts';

const table = () => environment('STUDENT_TABLE');

/** What stands against the SIS, ascending by revision, with the revision that it is complete up to. */
export async function standingReassignments(): Promise<{
  readonly revision: number;
  readonly standing: readonly Reassignment[];
}> {
  // First the head: what has been counted there was written in the same transaction.
  const { revision } = await readHead();
  const standing: Reassignment[] = [];
  if (revision === 0) return { revision, standing };
  for await (const item of query(REASSIGNMENTS, STANDING)) {
    const each = restored<Reassignment>(item['standing']);
    if (each.revision <= revision) standing.push(each);
  }
  return { revision, standing };
}

/** A case of a reassignment that stands no more, because the SIS has decided since. */
export interface OverCase {
  readonly revision: number;
  readonly studentSourcedId: string;
  readonly basis: string;
}

/** Takes cases that are over out of what stands; asked again it changes nothing. */
export async function retireCases(over: readonly OverCase[]): Promise<void> {
  for (const [revision, cases] of Map.groupBy(over, (each) => each.revision)) {
    const Key = studentKeys.standingReassignment(revision);
    const { Item: item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
    if (!item) continue;
    const standing = restored<Reassignment>(item['standing']);
    const gone = new Set(cases.map(({ studentSourcedId, basis }) => `${studentSourcedId}\n${basis}`));
    const left = Object.entries(standing.cases).flatMap(([student, bases]) => {
      const kept = bases.filter((basis) => !gone.has(`${student}\n${basis}`));
      return kept.length === 0 ? [] : [[student, kept] as const];
    });
    if (left.length === 0) await documents.send(new DeleteCommand({ TableName: table(), Key }));
    else {
      const kept = stored({ ...standing, cases: Object.fromEntries(left) });
      await documents.send(new PutCommand({ TableName: table(), Item: { ...Key, standing: kept } }));
    }
  }
}

/**
 * Forgets what the visible publication has taken in: its readers need no overlay for that. Called before the next one
 * becomes visible, when nobody reads by an older pointer any more.
 */
export async function forgetPublishedMoves(published: PublishedPointer | undefined): Promise<void> {
  const known = published?.reassignments ?? 0;
  const head = await readHead();
  const gone: StaffId[] = [];
  for (const staff of head.moved) {
    const forgotten = conditionally(
      documents.send(
        new DeleteCommand({
          TableName: table(),
          Key: studentKeys.moved(staff),
          ConditionExpression: 'attribute_not_exists(pk) OR #revision <= :known',
          ExpressionAttributeNames: { '#revision': 'revision' },
          ExpressionAttributeValues: { ':known': known },
        }),
      ),
    );
    if (await forgotten) gone.push(staff);
  }
  for (const { revision } of await countShifts(0)) {
    if (revision > known) continue;
    await documents.send(new DeleteCommand({ TableName: table(), Key: studentKeys.reassignmentShift(revision) }));
  }
  if (gone.length === 0) return;
  // Only while nobody has reassigned anything meanwhile: then the next night looks again.
  const left = { ...head, version: head.version + 1, moved: head.moved.filter((staff) => !gone.includes(staff)) };
  await conditionally(documents.send(new PutCommand(headPut(head, left).Put)));
}

/** What reassignments after a revision do to counts that were published before them. */
export async function countShifts(after: number): Promise<readonly CountShift[]> {
  const shifts: CountShift[] = [];
  for await (const item of query(REASSIGNMENTS, SHIFTS)) shifts.push(item['shift'] as CountShift);
  return shifts.filter(({ revision }) => revision > after);
}

async function* query(pk: string, begins: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :begins)',
      ExpressionAttributeValues: { ':pk': pk, ':begins': begins },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) yield* page.Items ?? [];
}
