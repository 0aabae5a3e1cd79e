import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { basesNow, type Reassignment } from '../domain/caseload/reassignment.ts';
import { type StaffId, type StudentId, studentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { getItems, type Item, keyText } from './batches.ts';
import { documents } from './documents.ts';
import type { CaseloadEntry, DirectoryEntry, PublishedPointer, StaffAccess, StudentRow } from './entities.ts';
import { CASELOAD, type Key, STAFF_PLANS, studentKeys } from './keys.ts';
import type { ListedPlan } from './plans.ts';
import { lastPublished, pointerOf, readThrough, refuseIfMoved, visibleIn } from './published.ts';
import { movedSince } from './reassignments.ts';
import type { Slotted } from './slots.ts';

/** A student on a caseload by now. */
export interface Case {
  readonly entry: DirectoryEntry;
  readonly bases: readonly string[];
}

/** A plan that somebody is responsible for, and its student, who may be on no caseload of theirs. */
export interface CaseloadPlan {
  readonly plan: ListedPlan;
  readonly entry: DirectoryEntry;
}

/** Everything somebody is responsible for, all of one publication and what has been reassigned since. */
export interface StaffCaseload {
  readonly published: PublishedPointer;
  /** As it is published, of a disabled account too; absent for who is not on the staff. */
  readonly access?: StaffAccess;
  /** Cases and sections, ascending by sourcedId, without students who have left. */
  readonly cases: readonly Case[];
  /** Ascending by their last day; those that have ended are among them. */
  readonly plans: readonly CaseloadPlan[];
  /** Other members of staff that were asked for beside, in their order. */
  readonly others: readonly (StaffAccess | undefined)[];
}

const table = () => environment('STUDENT_TABLE');

/**
 * A member of staff's caseload, whole: two requests up to some 95 students, one more for each 100. Undefined before the
 * first publication.
 * @param others whose access is read in the same request
 */
export async function readCaseload(
  staff: StaffId,
  others: readonly StaffId[] = [],
): Promise<StaffCaseload | undefined> {
  return readThrough(lastPublished(), async (published) => {
    const items = await partitionOf(staff);
    const bySort = (prefix: string) => items.filter(({ sk }) => sk.startsWith(prefix));
    const one = ({ sk }: Key) => items.find((item) => item.sk === sk);
    const since = movedSince(one(studentKeys.moved(staff)), published);
    const listed = new Map(
      bySort(CASELOAD).flatMap((item) => {
        const entry = valueIn<CaseloadEntry>(item, published);
        return entry ? [[entry.sourcedId as string, entry.bases] as const] : [];
      }),
    );
    const bases = casesNow(staff, listed, since);
    const plans = bySort(STAFF_PLANS).map((item) => item['plan'] as ListedPlan);
    const ids = [...new Set([...bases.keys(), ...plans.map((plan) => plan.studentSourcedId as string)])];
    const rows = await getItems(table(), [
      studentKeys.published(),
      ...others.map((each) => studentKeys.staffAccess(each)),
      ...ids.map((id) => studentKeys.student(studentId(id))),
    ]);
    refuseIfMoved(published, pointerOf(rows.get(keyText(studentKeys.published()))));
    const rowAt = <T>(key: Key) => valueIn<T>(rows.get(keyText(key)), published);
    const entryOf = (id: string) => rowAt<StudentRow>(studentKeys.student(studentId(id)))?.directory;
    const access = valueIn<StaffAccess>(one(studentKeys.staffAccess(staff)), published);
    return {
      published,
      ...(access && { access }),
      cases: [...bases.keys()].sort().flatMap((id) => {
        const entry = entryOf(id);
        return entry && !entry.exited ? { entry, bases: bases.get(id) ?? [] } : [];
      }),
      plans: plans.flatMap((plan) => {
        const entry = entryOf(plan.studentSourcedId);
        return entry ? { plan, entry } : [];
      }),
      others: others.map((each) => rowAt<StaffAccess>(studentKeys.staffAccess(each))),
    };
  });
}

/** Why some students are on a member of staff's caseload by now; those who are not are left out. */
export async function readCases(
  staff: StaffId,
  students: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keyOf = (student: string) => studentKeys.caseload(staff, studentId(student));
  const found = await readThrough(lastPublished(), async (published) => {
    const rows = await getItems(table(), [studentKeys.published(), studentKeys.moved(staff), ...students.map(keyOf)]);
    refuseIfMoved(published, pointerOf(rows.get(keyText(studentKeys.published()))));
    const since = movedSince(rows.get(keyText(studentKeys.moved(staff))), published);
    const listed = students.map((student) => {
      return [student, valueIn<CaseloadEntry>(rows.get(keyText(keyOf(student))), published)?.bases ?? []] as const;
    });
    const now = casesNow(staff, new Map(listed), since);
    return new Map(students.flatMap((student) => (now.has(student) ? [[student, now.get(student) ?? []]] : [])));
  });
  return found ?? new Map();
}

/** The directory entries of students; those who are not published are left out. */
export async function readEntries(students: readonly StudentId[]): Promise<ReadonlyMap<string, DirectoryEntry>> {
  const keys = students.map((student) => studentKeys.student(student));
  const found = await readThrough(lastPublished(), async (published) => {
    const rows = await getItems(table(), [studentKeys.published(), ...keys]);
    refuseIfMoved(published, pointerOf(rows.get(keyText(studentKeys.published()))));
    return keys.flatMap((key) => valueIn<StudentRow>(rows.get(keyText(key)), published)?.directory ?? []);
  });
  return new Map((found ?? []).map((entry) => [entry.sourcedId, entry]));
}

function casesNow(
  staff: StaffId,
  listed: ReadonlyMap<string, readonly string[]>,
  since: readonly Reassignment[],
): ReadonlyMap<string, readonly string[]> {
  const gained = since.flatMap(({ to, cases }) => (to === staff ? Object.keys(cases) : []));
  const all = [...new Set([...listed.keys(), ...gained])];
  return new Map(
    all.flatMap((id) => {
      const bases = basesNow(staff, id, listed.get(id) ?? [], since);
      return bases.length === 0 ? [] : [[id, bases] as const];
    }),
  );
}

const valueIn = <T>(item: Item | undefined, published: PublishedPointer): T | undefined =>
  visibleIn(item as unknown as Slotted<T> | undefined, published) ?? undefined;

/** Access, moved cases, plans and students of a member of staff; tasks and what was reassigned before lie behind. */
async function partitionOf(staff: StaffId): Promise<readonly Item[]> {
  const { pk, sk: first } = studentKeys.staffAccess(staff);
  const items: Item[] = [];
  let startKey: Record<string, unknown> | undefined;
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: table(),
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        // `$` comes right after `#`.
        ExpressionAttributeValues: { ':pk': pk, ':first': first, ':last': CASELOAD.replace('#', '$') },
        ConsistentRead: true,
        ExclusiveStartKey: startKey,
      }),
    );
    items.push(...((answer.Items ?? []) as Item[]));
    startKey = answer.LastEvaluatedKey;
  } while (startKey);
  return items;
}
