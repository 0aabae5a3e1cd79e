import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { SchoolId, StaffId, StudentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { getItems, type Item, keyText } from './batches.ts';
import { documents } from './documents.ts';
import type { CaseloadEntry, DirectoryEntry, PublishedPointer, StaffAccess, StudentRow } from './entities.ts';
import { type Key, studentKeys } from './keys.ts';
import { type KnownOverride, standingIn } from './overrides.ts';
import { lastPublished, pointerOf, readThrough, readVisible, refuseIfMoved, visibleIn } from './published.ts';
import type { Slotted } from './slots.ts';

/** A student as published: everything of one publication. */
export interface StudentView extends StudentRow {
  readonly published: PublishedPointer;
  /** As they are at this moment, whatever is published: the latest of each domain, over or not. */
  readonly overrides: readonly KnownOverride[];
}

/** What authorization needs to know about a member of staff and one student. */
export interface StaffView {
  readonly access?: StaffAccess;
  /** Present when the student is on their caseload or in one of their sections. */
  readonly caseload?: CaseloadEntry;
}

/** A student with their tiers; undefined when there is no such student. One request. */
export async function readStudent(student: StudentId): Promise<StudentView | undefined> {
  return (await readStudentAndStaff(student)).student;
}

/** A student and what a member of staff is to them, all at one instant. One request. */
export async function readStudentAndStaff(
  student: StudentId,
  staff?: StaffId,
): Promise<{ readonly student?: StudentView; readonly staff: StaffView }> {
  const ofStaff = staff ? [studentKeys.staffAccess(staff), studentKeys.caseload(staff, student)] : [];
  const keys = [studentKeys.student(student), ...ofStaff];
  const { published, values, plain } = await readVisible(keys, [studentKeys.standingOverrides(student)]);
  const overrides = standingIn(plain[0]).latest;
  const [row, access, caseload] = values as [StudentRow | null, StaffAccess | null, CaseloadEntry | null];
  return {
    ...(published && row && { student: { published, overrides, ...row } }),
    staff: { ...(access && { access }), ...(caseload && { caseload }) },
  };
}

/** What a member of staff may see, with the pointer to read on with; `access` is absent for who is not on the staff. */
export async function readStaffAccess(
  staff: StaffId,
): Promise<{ readonly published?: PublishedPointer; readonly access?: StaffAccess }> {
  const { published, values } = await readVisible([studentKeys.staffAccess(staff)]);
  const access = values[0] as StaffAccess | null;
  return { ...(published && { published }), ...(access && { access }) };
}

export interface ListOptions {
  readonly limit: number;
  /** The last student of the page before. */
  readonly after?: StudentId;
  /** The pointer when it was read before (`readStaffAccess`): one request less. */
  readonly published?: PublishedPointer;
  /**
   * Keeps only these; pages are filled up to `limit`, so a page may take several requests. In a caseload it sees why the
   * student is on it.
   */
  readonly where?: (entry: DirectoryEntry, caseload?: CaseloadEntry) => boolean;
  /** Rows looked at in one request, `limit` and one more unless said: more of them where `where` keeps few. */
  readonly scan?: number;
}

export interface StudentPage {
  /** Absent before the first publication. */
  readonly published?: PublishedPointer;
  /** Ascending by sourcedId. */
  readonly students: readonly DirectoryEntry[];
  /** Where the next page begins; absent on the last one. */
  readonly after?: StudentId;
}

/** Schools whose lists show a student: those with an open enrolment, and the last one of a student who has left. */
export function schoolsListing({ school, schools, exited }: DirectoryEntry): readonly SchoolId[] {
  return exited && school !== '' && !schools.includes(school) ? [...schools, school] : schools;
}

/** Students enrolled at a school, and those who have left it. Two requests a page, one when `published` is given. */
export async function listSchoolStudents(school: SchoolId, options: ListOptions): Promise<StudentPage> {
  const { pk } = studentKeys.schoolMember(school, '' as StudentId);
  const entriesOf = async (items: readonly Item[], published: PublishedPointer) =>
    items.map((item) => ({ entry: visibleIn(item as unknown as Slotted<DirectoryEntry>, published) }));
  return (await readThrough(options.published, (published) => page(pk, options, published, entriesOf))) ?? NOBODY;
}

/**
 * Students on a member of staff's caseload or in their sections. Two requests a page: the pointer seen last by this
 * instance is taken first and looked at again with the students; when it has moved, the page is read anew.
 */
export async function listCaseload(staff: StaffId, options: ListOptions): Promise<StudentPage> {
  const { pk } = studentKeys.caseload(staff, '' as StudentId);
  const entriesOf = async (items: readonly Item[], published: PublishedPointer) => {
    const listed = items.map((item) => visibleIn(item as unknown as Slotted<CaseloadEntry>, published));
    const keys = listed.flatMap((entry) => (entry ? [studentKeys.student(entry.sourcedId)] : []));
    const rows = await getItems(environment('STUDENT_TABLE'), [studentKeys.published(), ...keys]);
    refuseIfMoved(published, pointerOf(rows.get(keyText(studentKeys.published()))));
    return listed.map((caseload) => ({
      entry: caseload && directoryIn(rows, studentKeys.student(caseload.sourcedId), published),
      ...(caseload && { caseload }),
    }));
  };
  const known = options.published ?? lastPublished();
  return (await readThrough(known, (published) => page(pk, options, published, entriesOf))) ?? NOBODY;
}

const NOBODY: StudentPage = { students: [] };

const directoryIn = (rows: ReadonlyMap<string, Item>, key: Key, published: PublishedPointer) =>
  visibleIn(rows.get(keyText(key)) as unknown as Slotted<StudentRow> | undefined, published)?.directory ?? null;

interface Listed {
  readonly entry: DirectoryEntry | null;
  readonly caseload?: CaseloadEntry;
}

type EntriesOf = (items: readonly Item[], published: PublishedPointer) => Promise<readonly Listed[]>;

/** Fills a page from the rows `STUDENT#…` of a partition; one more row is asked for to know whether there is a next. */
async function page(pk: string, options: ListOptions, published: PublishedPointer, entriesOf: EntriesOf) {
  const { limit, where = () => true, scan = limit + 1 } = options;
  const students: DirectoryEntry[] = [];
  let startKey: Key | undefined = options.after && { pk, sk: `STUDENT#${options.after}` };
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: environment('STUDENT_TABLE'),
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :student)',
        ExpressionAttributeValues: { ':pk': pk, ':student': 'STUDENT#' },
        ConsistentRead: true,
        Limit: scan,
        ExclusiveStartKey: startKey,
      }),
    );
    for (const { entry, caseload } of await entriesOf((answer.Items ?? []) as Item[], published)) {
      if (entry && where(entry, caseload)) students.push(entry);
    }
    startKey = answer.LastEvaluatedKey as Key | undefined;
  } while (startKey && students.length <= limit);
  const shown = students.slice(0, limit);
  const last = shown.at(-1);
  return { published, students: shown, ...(students.length > limit && last && { after: last.sourcedId }) };
}
