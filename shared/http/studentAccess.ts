import type { StudentId } from '../domain/identity.ts';
import { readStudentAndStaff, type StudentView, schoolsListing } from '../store/directory.ts';
import { type AccessReason, type Action, authorize, reachOf } from './authorization.ts';
import type { Caller } from './caller.ts';
import { Problem } from './problems.ts';

/** A student the caller may do the asked thing with, and why. */
export interface SeenStudent extends StudentView {
  readonly access: AccessReason;
}

/**
 * Reads a student for a caller in one request. Throws `student.not_found` alike for who does not exist and who is hidden,
 * `access.role` and `access.staff_unknown` when the caller could see nobody at all.
 */
export async function seeStudent(caller: Caller, action: Action, id: StudentId): Promise<SeenStudent> {
  const staff = staffWhoReach(caller, action);
  const { student, staff: ties } = await readStudentAndStaff(id, staff);
  if (!student) throw new Problem('student.not_found');
  const decision = authorize(caller, action, {
    studentSchools: schoolsListing(student.directory),
    callerSchools: ties.access?.schools ?? [],
    bases: ties.caseload?.bases ?? [],
  });
  if (!decision.granted) throw new Problem('student.not_found');
  return { ...student, access: decision.reason };
}

/**
 * Whose rostering decides what the caller reaches: nobody's for the whole district. Throws when the caller reaches
 * nothing, or rostering is needed and the token does not say who they are.
 */
export function staffWhoReach(caller: Caller, action: Action) {
  const reach = reachOf(caller, action);
  if (reach.size === 0) throw new Problem('access.role');
  if (reach.has('district')) return undefined;
  if (caller.staffId === undefined) throw new Problem('access.staff_unknown');
  return caller.staffId;
}
