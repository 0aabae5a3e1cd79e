import { contactAddress, personName, staffId, studentId } from '../../domain/identity.ts';
import { ROSTERED_ROLES, type RosteredRole } from '../../domain/rosteredRole.ts';
import { dayAt, integerAt, stringAt } from '../../lake/rows.ts';
import { type CaseloadEntry, SECTION_BASIS, type StaffAccess } from '../../store/entities.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { isCurrent } from '../students/currentSpan.ts';
import { people, rowsOfPeople } from '../students/rowsOfPeople.ts';
import { sectionsInSession } from './sections.ts';
import { staffByRole } from './staffRoles.ts';

/** A member of staff as current rostering has them. */
export interface RosteredStaff {
  readonly access: StaffAccess;
  /** Ascending by sourcedId. */
  readonly caseload: readonly CaseloadEntry[];
}

/**
 * Every member of staff whose account is not disabled, ascending by sourcedId, with their schools and students. `left`
 * says who has exited: they leave caseloads and sections, whatever those files still say.
 */
export function* rosterStaff(inputs: AssessmentInputs, left: (student: string) => boolean): Generator<RosteredStaff> {
  const { users } = inputs.tables;
  const places = staffByRole(inputs);
  const assigned = caseloadsInForce(inputs);
  const sections = sectionsInSession(inputs);
  const staff = people([...places.keys(), ...assigned.keys(), ...sections.taughtBy.keys()]);
  const rows = rowsOfPeople(users, 'sourcedId', staff.indexOf);
  const givenNames = users.strings('givenName');
  const familyNames = users.strings('familyName');
  const emails = users.strings('email');
  const enabled = users.ints('enabledUser');
  for (const [index, sourcedId] of staff.ids.entries()) {
    const user = rows.of(index)[0] ?? -1;
    if (integerAt(enabled, user) === 0) continue;
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
    const classes = sections.taughtBy.get(sourcedId) ?? [];
    if (classes.length > 0) roles.add('teacher');
    for (const section of classes) {
      for (const student of sections.studentsOf(section)) add(student, SECTION_BASIS);
    }
    yield {
      access: {
        sourcedId: staffId(sourcedId),
        givenName: personName(stringAt(givenNames, user) ?? ''),
        familyName: personName(stringAt(familyNames, user) ?? ''),
        ...(email !== undefined && { email: contactAddress(email) }),
        schools: [...(places.get(sourcedId)?.schools ?? [])].sort(),
        roles: ROSTERED_ROLES.filter((role) => roles.has(role)),
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

/** Student and role of each caseload row in force, by staff. */
function caseloadsInForce({ tables: { caseloads }, asOf }: AssessmentInputs): ReadonlyMap<string, [string, string][]> {
  const staff = caseloads.strings('staffSourcedId');
  const students = caseloads.strings('studentSourcedId');
  const roles = caseloads.strings('role');
  const begins = caseloads.ints('beginDate');
  const ends = caseloads.ints('endDate');
  const found = new Map<string, [string, string][]>();
  for (let row = 0; row < caseloads.rowCount; row++) {
    const member = stringAt(staff, row);
    if (member === undefined || !isCurrent(dayAt(begins, row), dayAt(ends, row), asOf)) continue;
    const assigned = found.get(member) ?? [];
    found.set(member, assigned);
    assigned.push([stringAt(students, row) ?? '', stringAt(roles, row) ?? '']);
  }
  return found;
}
