import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { basesNow, type Reassignment } from '../domain/caseload/reassignment.ts';
import { type SchoolId, type StaffId, type StudentId, studentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { getItems, type Item, keyText } from './batches.ts';
import { documents } from './documents.ts';
import type { CaseloadEntry, DirectoryEntry, PublishedPointer, StaffAccess, StudentRow } from './entities.ts';
import { CASELOAD, type Key, studentKeys } from './keys.ts';
import { type KnownOverride, standingIn } from './overrides.ts';
import { lastPublished, pointerOf, readThrough, readVisible, refuseIfMoved, visibleIn } from './published.ts';
import { movedSince } from './reassignments.ts';
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

/** An item as it is stored. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** A student, what a member of staff is to them, and an item of another key, all at one instant. One request. */
export async function readStudentAndStaff(
  student: StudentId,
  staff?: StaffId,
  beside?: Key,
): Promise<{ readonly student?: StudentView; readonly staff: StaffView; readonly beside?: StoredItem }> {
  const ofStaff = staff ? [studentKeys.staffAccess(staff), studentKeys.caseload(staff, student)] : [];
  const keys = [studentKeys.student(student), ...ofStaff];
  const moved = staff ? [studentKeys.moved(staff)] : [];
  const more = [...moved, ...(beside ? [beside] : [])];
  const { published, values, plain } = await readVisible(keys, [studentKeys.standingOverrides(student), ...more]);
  const found = beside && plain.at(-1);
  const overrides = standingIn(plain[0]).latest;
  const [row, access, caseload] = values as [StudentRow | null, StaffAccess | null, CaseloadEntry | null];
  const since = movedSince(staff && plain[1], published);
  return {
    ...(published && row && { student: { published, overrides, ...row } }),
    staff: staff && row ? tiesOf(staff, row.directory, access, caseload, since) : {},
    ...(found && { beside: found }),
  };
}

/** One transaction reads a hundred items: the pointer, two of the member of staff, and two of each student. */
export const MOST_STUDENTS_AT_ONCE = 48;

/** Up to 48 students and what a member of staff is to each, all at one instant. One request. */
export async function readStudentsAndStaff(
  students: readonly StudentId[],
  staff?: StaffId,
): Promise<readonly { readonly directory: DirectoryEntry; readonly staff: StaffView }[]> {
  const rows = students.map((student) => studentKeys.student(student));
  const ties = staff ? students.map((student) => studentKeys.caseload(staff, student)) : [];
  const keys = [...rows, ...ties, ...(staff ? [studentKeys.staffAccess(staff)] : [])];
  const { published, values, plain } = await readVisible(keys, staff ? [studentKeys.moved(staff)] : []);
  const since = movedSince(plain[0], published);
  const access = (staff ? values.at(-1) : null) as StaffAccess | null;
  return students.flatMap((_, index) => {
    const row = published && (values[index] as StudentRow | null);
    if (!row) return [];
    const caseload = (staff ? values[students.length + index] : null) as CaseloadEntry | null;
    const { directory } = row;
    return [{ directory, staff: staff ? tiesOf(staff, directory, access, caseload, since) : {} }];
  });
}

/** What a member of staff is to a student by now; nothing at all while their account is disabled. */
function tiesOf(
  staff: StaffId,
  student: DirectoryEntry,
  access: StaffAccess | null | undefined,
  published: CaseloadEntry | null | undefined,
  since: readonly Reassignment[],
): StaffView {
  if (access?.disabled) return {};
  const caseload = entryNow(staff, student, published?.bases ?? [], since);
  return { ...(access && { access }), ...(caseload && { caseload }) };
}

/** Why a student is on a caseload by now; undefined when they are not. Who has left is on none. */
function entryNow(
  staff: StaffId,
  { sourcedId, exited }: DirectoryEntry,
  published: readonly string[],
  since: readonly Reassignment[],
): CaseloadEntry | undefined {
  const bases = exited ? [] : basesNow(staff, sourcedId, published, since);
  return bases.length === 0 ? undefined : { sourcedId, bases };
}

/**
 * What a member of staff may see, with the pointer to read on with; `access` is absent for who is not on the staff, or
 * whose account is disabled.
 */
export async function readStaffAccess(
  staff: StaffId,
): Promise<{ readonly published?: PublishedPointer; readonly access?: StaffAccess }> {
  const { published, values } = await readVisible([studentKeys.staffAccess(staff)]);
  const access = values[0] as StaffAccess | null;
  return { ...(published && { published }), ...(access && !access.disabled && { access }) };
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
  const entriesOf: EntriesOf = async (items, published) => ({
    listed: items.map((item) => ({ entry: visibleIn(item as unknown as Slotted<DirectoryEntry>, published) })),
  });
  return (await readThrough(options.published, (published) => page(pk, options, published, entriesOf))) ?? NOBODY;
}

/**
 * Students on a member of staff's caseload or in their sections, by now. Two requests a page: the pointer seen last by this
 * instance is taken first and looked at again with the students; when it has moved, the page is read anew. One more where
 * cases have been reassigned to them since the last publication.
 */
export async function listCaseload(staff: StaffId, options: ListOptions): Promise<StudentPage> {
  const { pk } = studentKeys.caseload(staff, '' as StudentId);
  const entriesOf: EntriesOf = async (items, published, range) => {
    const listed = items.flatMap((item) => visibleIn(item as unknown as Slotted<CaseloadEntry>, published) ?? []);
    const ofStaff = [studentKeys.staffAccess(staff), studentKeys.moved(staff)];
    const rows = await rowsOf(
      listed.map(({ sourcedId }) => sourcedId),
      published,
      ofStaff,
    );
    const [access, moved] = ofStaff.map((key) => rows.items.get(keyText(key)));
    if (visibleIn(access as unknown as Slotted<StaffAccess> | undefined, published)?.disabled) return { listed: [] };
    const since = movedSince(moved, published);
    const known = new Set<string>(listed.map(({ sourcedId }) => sourcedId));
    const gained = since
      .flatMap(({ to, cases }) => (to === staff ? Object.keys(cases) : []))
      .filter((id) => !known.has(id) && isWithin(id, range));
    const inOrder = [...new Set([...known, ...gained])].sort();
    const shown = inOrder.slice(0, Math.max(options.scan ?? options.limit + 1, 1));
    const others = shown.filter((id) => !known.has(id)).map(studentId);
    const more = others.length === 0 ? undefined : await rowsOf(others, published);
    const bases = new Map<string, readonly string[]>(listed.map((entry) => [entry.sourcedId, entry.bases]));
    const all = shown.map((id): Listed => {
      const entry = rows.directory(id) ?? more?.directory(id) ?? null;
      const caseload = entry && entryNow(staff, entry, bases.get(id) ?? [], since);
      return caseload ? { entry, caseload } : { entry: null };
    });
    const last = shown.at(-1);
    return { listed: all, ...(last !== undefined && inOrder.length > shown.length && { through: last }) };
  };
  const known = options.published ?? lastPublished();
  return (await readThrough(known, (published) => page(pk, options, published, entriesOf))) ?? NOBODY;
}

/**
 * Directory entries of students inside `readThrough`, by their ids; those who are not visible are absent. One request for
 * up to 99.
 */
export async function directoryEntries(
  students: readonly StudentId[],
  published: PublishedPointer,
): Promise<ReadonlyMap<string, DirectoryEntry>> {
  const { directory } = await rowsOf(students, published);
  return new Map(
    students.flatMap((student) => {
      const entry = directory(student);
      return entry ? [[student, entry] as const] : [];
    }),
  );
}

/** Rows of students, with other items of the same read; starts over when the pointer has moved. */
async function rowsOf(students: readonly StudentId[], published: PublishedPointer, others: readonly Key[] = []) {
  const keys = students.map((student) => studentKeys.student(student));
  const items = await getItems(environment('STUDENT_TABLE'), [studentKeys.published(), ...others, ...keys]);
  refuseIfMoved(published, pointerOf(items.get(keyText(studentKeys.published()))));
  const directory = (id: string) => directoryIn(items, studentKeys.student(studentId(id)), published) ?? undefined;
  return { items, directory };
}

/** Students between two of a list; the first one is in the page before. */
interface IdRange {
  readonly after: string;
  /** The last one, absent: to the end. */
  readonly through?: string;
}

const isWithin = (id: string, { after, through }: IdRange): boolean =>
  id > after && (through === undefined || id <= through);

const NOBODY: StudentPage = { students: [] };

const directoryIn = (rows: ReadonlyMap<string, Item>, key: Key, published: PublishedPointer) =>
  visibleIn(rows.get(keyText(key)) as unknown as Slotted<StudentRow> | undefined, published)?.directory ?? null;

interface Listed {
  readonly entry: DirectoryEntry | null;
  readonly caseload?: CaseloadEntry;
}

interface Found {
  readonly listed: readonly Listed[];
  /** The last one that was looked at, where that were not all of the range. */
  readonly through?: string;
}

/** @param range what the items are all of */
type EntriesOf = (items: readonly Item[], published: PublishedPointer, range: IdRange) => Promise<Found>;

const idOf = ({ sk }: Key): string => sk.slice(CASELOAD.length);

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
    const range: IdRange = {
      after: startKey ? idOf(startKey) : '',
      ...(answer.LastEvaluatedKey && { through: idOf(answer.LastEvaluatedKey as Key) }),
    };
    const { listed, through } = await entriesOf((answer.Items ?? []) as Item[], published, range);
    for (const { entry, caseload } of listed) if (entry && where(entry, caseload)) students.push(entry);
    startKey =
      through === undefined ? (answer.LastEvaluatedKey as Key | undefined) : { pk, sk: `${CASELOAD}${through}` };
  } while (startKey && students.length <= limit);
  const shown = students.slice(0, limit);
  const last = shown.at(-1);
  return { published, students: shown, ...(students.length > limit && last && { after: last.sourcedId }) };
}
