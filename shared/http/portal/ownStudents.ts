import { type FamilyRight, familyRight, type RightsFacts, rightsHolderOn } from '../../domain/access/familyRights.ts';
import type { GuardianId, StudentId } from '../../domain/identity.ts';
import type { GuardianOfRecord, RoleSpan, StudentRecord } from '../../domain/record/studentRecord.ts';
import { readGuardian, readStudentRecord } from '../../records/readStudentRecord.ts';
import type { PublishedPointer } from '../../store/entities.ts';
import { MOST_OWN_STUDENTS, type OwnStudentView, readOwnStudents } from '../../store/ownStudents.ts';
import { lastPublished, readPublished } from '../../store/published.ts';
import { authorize, type StudentTies } from '../authorization.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { publishedEdition } from '../publishedEdition.ts';
import type { RequestContext } from '../route.ts';
import type { SeenStudent } from '../studentAccess.ts';
import { todayOf } from '../today.ts';

/** A student as the student or one of the guardians sees them. */
export interface OwnStudent extends SeenStudent, Pick<OwnStudentView, 'familyAccess'> {
  readonly record: StudentRecord;
  readonly facts: RightsFacts;
  /** Absent for the student. */
  readonly guardian?: GuardianOfRecord & { readonly right: FamilyRight };
  /** Whether the caller holds the rights, and not only sees the record: to ask for amendments, to consent. */
  readonly holdsRights: boolean;
}

/**
 * The student of a path for the student or a guardian whose rights hold on this local day; anybody else learns no more than
 * of one who does not exist. Throws `student.not_found`, `access.staff_unknown` when the token says not who asks. Notes
 * nothing as disclosed: the answer says what it shows. One request.
 */
export async function seeOwn(context: RequestContext, id: StudentId): Promise<OwnStudent> {
  requireIdentity(context);
  const [student] = (await readOwnStudents([id])).students;
  const edition = student && (await publishedEdition(student.published));
  if (!student || edition === undefined) throw new Problem('student.not_found');
  const record = await readStudentRecord(districtLake(), edition, id);
  const own = record && ownStudent(context, student, record);
  if (!own) throw new Problem('student.not_found');
  return own;
}

/** Notes what an answer shows of a student. */
export function noteOwn({ disclosures }: RequestContext, { directory, access }: OwnStudent): void {
  disclosures.note([directory.sourcedId], access.classes, access);
}

function requireIdentity({ caller: { guardianId, studentId } }: RequestContext): void {
  if (guardianId === undefined && studentId === undefined) throw new Problem('access.staff_unknown');
}

const factsOf = (context: RequestContext, birthDate: string | undefined): RightsFacts => ({
  birthDate,
  today: todayOf(context),
  familyAccessAt18: context.tenant.tenant.access.familyAccessAt18,
});

function ownStudent(context: RequestContext, student: OwnStudentView, record: StudentRecord): OwnStudent | undefined {
  const facts = factsOf(context, record.birthDate);
  const tie = tieOf(context, student, record, facts);
  const ties = { studentSchools: [], callerSchools: [], bases: [], ...(tie && { relation: tie.relation }) };
  const decision = authorize(context.caller, 'portal.read', ties, context.tenant.tenant.access);
  if (!tie || !decision.granted) return undefined;
  const { reason: access, classes, may } = decision;
  const { guardian } = tie;
  const holdsRights = guardian ? guardian.right.basis === 'parent' : rightsHolderOn(facts) === 'student';
  return { ...student, ...{ access, classes, may, record, facts, holdsRights }, ...(guardian && { guardian }) };
}

interface OwnTie {
  readonly relation: NonNullable<StudentTies['relation']>;
  readonly guardian?: NonNullable<OwnStudent['guardian']>;
}

/** What the caller is to a student: the student, or a guardian whose role and rights hold today. */
function tieOf(
  { caller }: RequestContext,
  { directory, familyAccess }: OwnStudentView,
  { guardians }: StudentRecord,
  facts: RightsFacts,
): OwnTie | undefined {
  if (caller.studentId === directory.sourcedId) return { relation: { scope: 'self', basis: 'ownRecord' } };
  const guardian = guardians.find(({ sourcedId }) => sourcedId === caller.guardianId);
  if (!guardian || !isInForce(guardian.inForce, facts.today)) return undefined;
  const right = familyRight(facts, guardian.sourcedId, familyAccess.grants);
  if (!right) return undefined;
  const { basis, classes } = right;
  return { relation: { scope: 'ownChild', basis, classes }, guardian: { ...guardian, right } };
}

const isInForce = (spans: readonly RoleSpan[] | undefined, today: string): boolean =>
  spans === undefined || spans.some(({ beginDate = today, endDate = today }) => beginDate <= today && today <= endDate);

/** A student in the list of a family's children. */
export type ListedOwn = Pick<OwnStudent, 'directory' | 'access'>;

/** How often the list is read anew because a run was published meanwhile. */
const ATTEMPTS = 3;

/**
 * The children whose record a guardian sees on this local day, and the student who asks, ascending by sourcedId; of more
 * than 33 the first ones. Two requests, one when this instance has seen the pointer before.
 */
export async function listOwn(context: RequestContext): Promise<readonly ListedOwn[]> {
  requireIdentity(context);
  let known: PublishedPointer | undefined = lastPublished() ?? (await readPublished());
  for (let attempt = 1; known && attempt <= ATTEMPTS; attempt++) {
    const edition = await publishedEdition(known);
    const { published, listed } = await ofEdition(context, edition);
    if (published?.publication === known.publication) return listed;
    known = published;
  }
  if (known) throw new Problem('service.busy', { retryAfterSeconds: 1 });
  return [];
}

async function ofEdition(context: RequestContext, edition: number | undefined) {
  const { caller } = context;
  const children = await childrenOf(caller.guardianId, edition, todayOf(context));
  const ids = [...new Set([...(caller.studentId === undefined ? [] : [caller.studentId]), ...children.keys()])];
  const { published, students } = await readOwnStudents(ids.slice(0, MOST_OWN_STUDENTS));
  const listed = students.flatMap((student): readonly ListedOwn[] => {
    const { directory, familyAccess } = student;
    const facts = factsOf(context, children.get(directory.sourcedId)?.birthDate);
    const relation = relationIn(context, directory.sourcedId, facts, familyAccess.grants);
    if (!relation) return [];
    const ties = { studentSchools: [], callerSchools: [], bases: [], relation };
    const decision = authorize(caller, 'portal.read', ties, context.tenant.tenant.access);
    return decision.granted ? [{ directory, access: decision.reason }] : [];
  });
  return { published, listed: listed.toSorted((a, b) => (a.directory.sourcedId < b.directory.sourcedId ? -1 : 1)) };
}

async function childrenOf(guardian: GuardianId | undefined, edition: number | undefined, today: string) {
  if (guardian === undefined || edition === undefined) return new Map();
  const children = await readGuardian(districtLake(), edition, guardian, today);
  return new Map(children.map((child) => [child.sourcedId, child]));
}

function relationIn(
  { caller }: RequestContext,
  student: StudentId,
  facts: RightsFacts,
  grants: OwnStudentView['familyAccess']['grants'],
): StudentTies['relation'] {
  if (caller.studentId === student) return { scope: 'self', basis: 'ownRecord' };
  const right = caller.guardianId && familyRight(facts, caller.guardianId, grants);
  return right && { scope: 'ownChild', basis: right.basis, classes: right.classes };
}
