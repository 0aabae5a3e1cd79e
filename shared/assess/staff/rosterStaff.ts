import { ROSTERED_ROLES, type RosteredRole } from '../../domain/access/rosteredRole.ts';
import { contactAddress, personName, staffId, studentId } from '../../domain/identity.ts';
import { integerAt, stringAt } from '../../lake/rows.ts';
import { type CaseloadEntry, SECTION_BASIS, type StaffAccess } from '../../store/entities.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { people, rowsOfPeople } from '../students/rowsOfPeople.ts';
import type { CasesOfStaff } from './casesInForce.ts';
import { sectionsInSession } from './sections.ts';
import { staffByRole } from './staffRoles.ts';

/** A member of staff as current rostering has them. */
export interface RosteredStaff {
  readonly access: StaffAccess;
  /** Ascending by sourcedId. */
  readonly caseload: readonly CaseloadEntry[];
}

/**
 * Every member of staff whose account is not disabled, ascending by sourcedId, with their schools and students, and those
 * disabled who still have cases: somebody has to take them over. `left` says who has exited: they leave caseloads and
 * sections, whatever those files still say.
 * @param assigned from `casesInForce`
 */
export function* rosterStaff(
  inputs: AssessmentInputs,
  assigned: CasesOfStaff,
  left: (student: string) => boolean,
): Generator<RosteredStaff> {
  const { users } = inputs.tables;
  const places = staffByRole(inputs);
  const sections = sectionsInSession(inputs);
  const staff = people([...places.keys(), ...assigned.keys(), ...sections.taughtBy.keys()]);
  const rows = rowsOfPeople(users, 'sourcedId', staff.indexOf);
  const givenNames = users.strings('givenName');
  const familyNames = users.strings('familyName');
  const emails = users.strings('email');
  const enabled = users.ints('enabledUser');
  for (const [index, sourcedId] of staff.ids.entries()) {
    const user = rows.of(index)[0] ?? -1;
    const disabled = integerAt(enabled, user) === 0;
    const email = stringAt(emails, user);
    const bases = new Map<string, Set<string>>();
    const add = (student: string, basis: string) => {
      if (inputs.students.indexOf.has(student) && !left(student)) {
        bases.set(student, (bases.get(student) ?? new Set()).add(basis));
      }
    };
    const roles = new Set<RosteredRole>(places.get(sourcedId)?.roles);
    for (const [student, role] of assigned.get(sourcedId) ?? []) {
      add(student, role);
      const rostered = ROLE_OF_BASIS[role];
      if (rostered) roles.add(rostered);
    }
    const classes = disabled ? [] : (sections.taughtBy.get(sourcedId) ?? []);
    if (classes.length > 0) roles.add('teacher');
    for (const section of classes) {
      for (const student of sections.studentsOf(section)) add(student, SECTION_BASIS);
    }
    if (disabled && bases.size === 0) continue;
    yield {
      access: {
        sourcedId: staffId(sourcedId),
        givenName: personName(stringAt(givenNames, user) ?? ''),
        familyName: personName(stringAt(familyNames, user) ?? ''),
        ...(email !== undefined && { email: contactAddress(email) }),
        schools: [...(places.get(sourcedId)?.schools ?? [])].sort(),
        roles: disabled ? [] : ROSTERED_ROLES.filter((role) => roles.has(role)),
        ...(disabled && { disabled }),
      },
      caseload: [...bases.keys()]
        .sort()
        .map((student) => ({ sourcedId: studentId(student), bases: [...(bases.get(student) ?? [])].sort() })),
    };
  }
}

/** Who supports students in one of these ways has the role, whatever post they hold. */
const ROLE_OF_BASIS: Readonly<Record<string, RosteredRole>> = {
  counselor: 'counselor',
  interventionist: 'interventionist',
};
