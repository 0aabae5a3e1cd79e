import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { CaseloadCounts } from '../domain/caseload/counts.ts';
import type { Cases, Reassignment } from '../domain/caseload/reassignment.ts';
import type { SchoolId, StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { getItems, keyText } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { PublishedPointer, StaffAccess } from './entities.ts';
import { type Key, studentKeys, TRANSFERS } from './keys.ts';
import { outboxItem, type PendingEvent } from './outbox.ts';
import { readVisible } from './published.ts';

/** A reassignment as somebody made it; never changed. */
export interface ReassignmentRecord extends Reassignment {
  readonly reassignmentId: string;
  readonly reason: string;
  readonly createdBy: StaffId;
  readonly createdAt: string;
  /** Whose cases were asked for, ascending; absent: everybody's. */
  readonly requested?: readonly string[];
  /** Schools of the two people at that moment: who has left may be in no rostering any more. */
  readonly schools: readonly SchoolId[];
  /** The plans that go with them. */
  readonly plans: readonly string[];
}

/** Somebody with cases, as lists show them. */
export type CaseloadOwner = Pick<StaffAccess, 'sourcedId' | 'givenName' | 'familyName' | 'schools' | 'disabled'>;

/** What a reassignment does to the counts of a caseload that were published before it. */
export interface CountShift {
  readonly revision: number;
  /** Who may not have been published as somebody with cases. */
  readonly from: CaseloadOwner;
  readonly to: CaseloadOwner;
  /** What `from` loses and what `to` gains: who both had counts for one of them only. */
  readonly lost: CaseloadCounts;
  readonly gained: CaseloadCounts;
}

/** How many reassignments there were, and what of them is still to do. */
export interface ReassignmentsHead {
  /** Counts the reassignments. */
  readonly revision: number;
  /** Counts the writes of this item. */
  readonly version: number;
  /** Reassignments whose plans and tasks may not all have moved yet. */
  readonly unfinished: readonly string[];
  /** People with cases moved since the publication that was visible then. */
  readonly moved: readonly StaffId[];
}

const NEVER: ReassignmentsHead = { revision: 0, version: 0, unfinished: [], moved: [] };
/** Bytes that the moved cases of one person may take; an item of DynamoDB takes 400 KB. */
const MOST_BYTES = 350_000;
const table = () => environment('STUDENT_TABLE');

const headIn = (item: Readonly<Record<string, unknown>> | undefined): ReassignmentsHead =>
  (item?.['head'] as ReassignmentsHead | undefined) ?? NEVER;

export const readHead = async (): Promise<ReassignmentsHead> => headIn(await read(studentKeys.reassignments()));

/** How many reassignments there were, and what somebody may see, at one instant. One request. */
export async function readHeadBeside(staff: StaffId | undefined): Promise<{
  readonly published?: PublishedPointer;
  readonly revision: number;
  /** Absent for who is not on the staff, or whose account is disabled. */
  readonly access?: StaffAccess;
}> {
  const keys = staff === undefined ? [] : [studentKeys.staffAccess(staff)];
  const { published, values, plain } = await readVisible(keys, [studentKeys.reassignments()]);
  const access = values[0] as StaffAccess | null | undefined;
  return {
    ...(published && { published }),
    revision: headIn(plain[0]).revision,
    ...(access && !access.disabled && { access }),
  };
}

export async function readReassignment(reassignmentId: string): Promise<ReassignmentRecord | undefined> {
  return recordIn(await read(studentKeys.reassignment(reassignmentId)));
}

/** Cases as an item keeps them: a list, because ids are data and the names of members are not. */
export const stored = <T extends { readonly cases: Cases }>({ cases, ...rest }: T) => ({
  ...rest,
  cases: Object.entries(cases),
});
export const restored = <T>(item: unknown): T => {
  const { cases, ...rest } = item as { readonly cases: readonly (readonly [string, readonly string[]])[] };
  return { ...rest, cases: Object.fromEntries(cases) } as T;
};

const recordIn = (item: Readonly<Record<string, unknown>> | undefined): ReassignmentRecord | undefined =>
  item?.['record'] === undefined ? undefined : restored<ReassignmentRecord>(item['record']);

/** Reassignments from and to one person that a publication does not know, ascending, of their item `moved`. */
export function movedSince(
  item: Readonly<Record<string, unknown>> | undefined,
  published: Pick<PublishedPointer, 'reassignments'> | undefined,
): readonly Reassignment[] {
  const all = ((item?.['moved'] as readonly unknown[] | undefined) ?? []).map((each) => restored<Reassignment>(each));
  return all.filter(({ revision }) => revision > (published?.reassignments ?? 0));
}

export interface NewReassignment {
  readonly record: ReassignmentRecord;
  /** As it was read before anything that the record was made of. */
  readonly head: ReassignmentsHead;
  /** The publication by which the cases were read. */
  readonly published: PublishedPointer;
  readonly shift: CountShift;
  readonly event: PendingEvent;
}

/**
 * Makes a reassignment: from this one write on everybody sees the cases where they belong. `outrun`: another one
 * was made, this very one, or a run was published meanwhile; `tooMany`: more than an item holds have been moved from or to one person since the last
 * publication. With its plans and tasks still to be moved (`unfinished`).
 */
export async function createReassignment({
  record,
  head,
  published,
  shift,
  event,
}: NewReassignment): Promise<'created' | 'outrun' | 'tooMany'> {
  const { reassignmentId, revision, from, to, cases, standsThrough } = record;
  const reassignment: Reassignment = { revision, from, to, cases, standsThrough };
  const items = await getItems(table(), [studentKeys.moved(from), studentKeys.moved(to)]);
  const moved = [from, to].map((staff) => {
    const key = studentKeys.moved(staff);
    const since = movedSince(items.get(keyText(key)), published);
    return { ...key, revision, moved: [...since, reassignment].map(stored) };
  });
  if (moved.some((item) => Buffer.byteLength(JSON.stringify(item)) > MOST_BYTES)) return 'tooMany';
  const next: ReassignmentsHead = {
    revision,
    version: head.version + 1,
    unfinished: [...head.unfinished, reassignmentId],
    moved: [...new Set([...head.moved, from, to])],
  };
  const put = (Item: Record<string, unknown>) => ({ Put: { TableName: table(), Item } });
  const transfer = { reassignmentId, revision };
  const written = await conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          headPut(head, next),
          stillPublished(published),
          {
            Put: {
              TableName: table(),
              Item: { ...studentKeys.reassignment(reassignmentId), record: stored(record) },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          put({ ...studentKeys.standingReassignment(revision), standing: stored(reassignment) }),
          ...moved.map(put),
          ...[from, to].map((staff) => put({ ...studentKeys.transfer(staff, revision), transfer })),
          put({ ...studentKeys.reassignmentShift(revision), shift }),
          put(outboxItem(event)),
        ],
      }),
    ),
  );
  return written ? 'created' : 'outrun';
}

export const headPut = (before: ReassignmentsHead, head: ReassignmentsHead) => ({
  Put: {
    TableName: table(),
    Item: { ...studentKeys.reassignments(), head },
    ConditionExpression: 'attribute_not_exists(pk) OR #head.#version = :version',
    ExpressionAttributeNames: { '#head': 'head', '#version': 'version' },
    ExpressionAttributeValues: { ':version': before.version },
  },
});

const stillPublished = ({ publication }: PublishedPointer) => ({
  ConditionCheck: {
    TableName: table(),
    Key: studentKeys.published(),
    ConditionExpression: '#pointer.publication = :publication',
    ExpressionAttributeNames: { '#pointer': 'pointer' },
    ExpressionAttributeValues: { ':publication': publication },
  },
});

/** Everything of a reassignment has moved. */
export const markFinished = (reassignmentId: string): Promise<void> =>
  changeHead((head) =>
    head.unfinished.includes(reassignmentId)
      ? { ...head, unfinished: head.unfinished.filter((each) => each !== reassignmentId) }
      : undefined,
  );

/** Writes the head anew until nobody else has meanwhile; `change` says undefined when there is nothing to change. */
async function changeHead(change: (head: ReassignmentsHead) => ReassignmentsHead | undefined): Promise<void> {
  for (;;) {
    const head = await readHead();
    const changed = change(head);
    if (!changed) return;
    const { Put } = headPut(head, { ...changed, version: head.version + 1 });
    if (await conditionally(documents.send(new PutCommand(Put)))) return;
  }
}

export interface TransferPage {
  /** The newest first. */
  readonly records: readonly ReassignmentRecord[];
  /** Where the next page begins; absent on the last one. */
  readonly after?: number;
}

/** Reassignments from and to a member of staff. Two requests. */
export async function listReassignments(staff: StaffId, limit: number, after?: number): Promise<TransferPage> {
  const { pk, sk } = studentKeys.transfer(staff, after ?? 0);
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :staff AND begins_with(sk, :transfer)',
      ExpressionAttributeValues: { ':staff': pk, ':transfer': TRANSFERS },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit + 1,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk } }),
    }),
  );
  const transfers = (answer.Items ?? []).map(
    (item) => item['transfer'] as { reassignmentId: string; revision: number },
  );
  const shown = transfers.slice(0, limit);
  const keys = shown.map(({ reassignmentId }) => studentKeys.reassignment(reassignmentId));
  const items = keys.length === 0 ? new Map<string, never>() : await getItems(table(), keys);
  const records = keys.flatMap((key) => recordIn(items.get(keyText(key))) ?? []);
  const last = shown.at(-1);
  return { records, ...(transfers.length > limit && last && { after: last.revision }) };
}

async function read(Key: Key): Promise<Readonly<Record<string, unknown>> | undefined> {
  return (await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }))).Item;
}
