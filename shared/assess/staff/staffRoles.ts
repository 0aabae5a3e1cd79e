import type { RosteredRole } from '../../domain/access/rosteredRole.ts';
import { dayAt, stringAt } from '../../lake/rows.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { isCurrent } from '../students/currentSpan.ts';

/** Roles of OneRoster (1.1 in users.csv, 1.2 in roles.csv) that work for the district. */
const STAFF_ROLES: ReadonlySet<string> = new Set([
  'administrator',
  'aide',
  'counselor',
  'districtAdministrator',
  'principal',
  'proctor',
  'siteAdministrator',
  'systemAdministrator',
  'teacher',
]);

/** What roles of rostering are in Waymark; `administrator` of OneRoster 1.1 where it is held at a school. */
const ROSTERED: Readonly<Record<string, RosteredRole>> = {
  administrator: 'schoolAdmin',
  counselor: 'counselor',
  districtAdministrator: 'districtAdmin',
  principal: 'schoolAdmin',
  siteAdministrator: 'schoolAdmin',
  systemAdministrator: 'districtAdmin',
  teacher: 'teacher',
};

/** What a member of staff is by the roles they have in force. */
export interface StaffPlace {
  /** A role at the district itself names no school. */
  readonly schools: ReadonlySet<string>;
  readonly roles: ReadonlySet<RosteredRole>;
}

/** Members of staff with a role in force. To run a school needs a school. */
export function staffByRole(inputs: AssessmentInputs): ReadonlyMap<string, StaffPlace> {
  const isSchool = schoolTest(inputs);
  const staff = new Map<string, { readonly schools: Set<string>; readonly roles: Set<RosteredRole> }>();
  for (const roles of [rolesOfVersion11(inputs), rolesOfVersion12(inputs)]) {
    for (const [user, role, orgs] of roles) {
      const place = staff.get(user) ?? { schools: new Set(), roles: new Set() };
      staff.set(user, place);
      const schools = orgs.filter(isSchool);
      for (const school of schools) place.schools.add(school);
      const rostered = ROSTERED[role];
      if (rostered && (rostered !== 'schoolAdmin' || schools.length > 0)) place.roles.add(rostered);
    }
  }
  return staff;
}

function schoolTest({ tables: { orgs } }: AssessmentInputs): (org: string) => boolean {
  const ids = orgs.strings('sourcedId');
  const types = orgs.strings('type');
  const schools = new Set<string>();
  for (let row = 0; row < orgs.rowCount; row++) {
    if (stringAt(types, row) === 'school') schools.add(stringAt(ids, row) ?? '');
  }
  return (org) => schools.has(org);
}

/** A person, their role, the organizations they have it at. */
type HeldRole = readonly [user: string, role: string, orgs: readonly string[]];

function* rolesOfVersion11({ tables: { users } }: AssessmentInputs): Generator<HeldRole> {
  const ids = users.strings('sourcedId');
  const roles = users.strings('role');
  const orgs = users.strings('orgSourcedIds');
  for (let row = 0; row < users.rowCount; row++) {
    const id = stringAt(ids, row);
    const role = stringAt(roles, row) ?? '';
    if (id !== undefined && STAFF_ROLES.has(role)) yield [id, role, listOf(stringAt(orgs, row))];
  }
}

function* rolesOfVersion12({ tables: { roles }, asOf }: AssessmentInputs): Generator<HeldRole> {
  const users = roles.strings('userSourcedId');
  const names = roles.strings('role');
  const orgs = roles.strings('orgSourcedId');
  const begins = roles.ints('beginDate');
  const ends = roles.ints('endDate');
  for (let row = 0; row < roles.rowCount; row++) {
    const user = stringAt(users, row);
    const role = stringAt(names, row) ?? '';
    if (user === undefined || !STAFF_ROLES.has(role)) continue;
    if (isCurrent(dayAt(begins, row), dayAt(ends, row), asOf)) yield [user, role, [stringAt(orgs, row) ?? '']];
  }
}
