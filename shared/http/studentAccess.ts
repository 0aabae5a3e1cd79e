import type { FieldClass } from '../domain/access/fieldClass.ts';
import type { StaffId, StudentId } from '../domain/identity.ts';
import { readStudentAndStaff, type StoredItem, type StudentView, schoolsListing } from '../store/directory.ts';
import type { Key } from '../store/keys.ts';
import { type AccessReason, type Action, authorize, type Grant, reachOf } from './authorization.ts';
import type { Caller } from './caller.ts';
import { Problem } from './problems.ts';
import type { RequestContext } from './route.ts';

/** A student the caller may do the asked thing with, why, and what of them may be shown. */
export interface SeenStudent extends StudentView, Pick<Grant, 'classes' | 'may'> {
  readonly access: AccessReason;
}

/** What is needed of a request to decide whom its caller sees. */
export type Asking = Pick<RequestContext, 'caller' | 'tenant' | 'disclosures'>;

/**
 * Reads a student for a caller in one request, and notes what is disclosed: all classes the caller may see, unless `shown`
 * says that the answer holds fewer. Throws `student.not_found` alike for who does not exist and who is hidden,
 * `access.role` and `access.staff_unknown` when the caller could see nobody at all.
 */
export async function seeStudent(
  asking: Asking,
  action: Action,
  id: StudentId,
  shown?: readonly FieldClass[],
): Promise<SeenStudent> {
  return (await seeStudentBeside(asking, action, id, undefined, shown)).student;
}

/** The same with an item of another key, in the same request. */
export async function seeStudentBeside(
  { caller, tenant, disclosures }: Asking,
  action: Action,
  id: StudentId,
  key: Key | undefined,
  shown?: readonly FieldClass[],
): Promise<{ readonly student: SeenStudent; readonly beside?: StoredItem }> {
  const staff = staffWhoReach(caller, action);
  const { student, staff: ties, beside } = await readStudentAndStaff(id, staff, key);
  if (!student) throw new Problem('student.not_found');
  const studentTies = {
    studentSchools: schoolsListing(student.directory),
    callerSchools: ties.access?.schools ?? [],
    bases: ties.caseload?.bases ?? [],
  };
  const decision = authorize(caller, action, studentTies, tenant.tenant.access);
  if (!decision.granted) throw new Problem('student.not_found');
  const { reason: access, classes, may } = decision;
  disclosures.note([student.directory.sourcedId], shown?.filter((each) => classes.has(each)) ?? access.classes, access);
  return { student: { ...student, access, classes, may }, ...(beside && { beside }) };
}

/**
 * Whose rostering decides what the caller reaches: nobody's for the whole district. Throws when the caller reaches
 * nothing, or rostering is needed and the token does not say who they are.
 */
export function staffWhoReach(caller: Caller, action: Action): StaffId | undefined {
  const reach = reachOf(caller, action);
  if (reach.size === 0) throw new Problem('access.role');
  if (reach.has('district')) return undefined;
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return caller.staffId;
}
