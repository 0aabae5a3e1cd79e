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

/** Members of staff with a role in force, and the schools of those roles. A role at the district itself names no school. */
export function schoolsOfStaff(inputs: AssessmentInputs): ReadonlyMap<string, ReadonlySet<string>> {
  const isSchool = schoolTest(inputs);
  const staff = new Map<string, Set<string>>();
  const grant = (user: string, orgs: readonly string[]): void => {
    const schools = staff.get(user) ?? new Set<string>();
    staff.set(user, schools);
    for (const org of orgs) if (isSchool(org)) schools.add(org);
  };
  for (const [user, orgs] of rolesOfVersion11(inputs)) grant(user, orgs);
  for (const [user, orgs] of rolesOfVersion12(inputs)) grant(user, orgs);
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

function* rolesOfVersion11({ tables: { users } }: AssessmentInputs): Generator<[string, readonly string[]]> {
  const ids = users.strings('sourcedId');
  const roles = users.strings('role');
  const orgs = users.strings('orgSourcedIds');
  for (let row = 0; row < users.rowCount; row++) {
    const id = stringAt(ids, row);
    if (id !== undefined && STAFF_ROLES.has(stringAt(roles, row) ?? '')) yield [id, listOf(stringAt(orgs, row))];
  }
}

function* rolesOfVersion12({ tables: { roles }, asOf }: AssessmentInputs): Generator<[string, readonly string[]]> {
  const users = roles.strings('userSourcedId');
  const names = roles.strings('role');
  const orgs = roles.strings('orgSourcedId');
  const begins = roles.ints('beginDate');
  const ends = roles.ints('endDate');
  for (let row = 0; row < roles.rowCount; row++) {
    const user = stringAt(users, row);
    if (user === undefined || !STAFF_ROLES.has(stringAt(names, row) ?? '')) continue;
    if (isCurrent(dayAt(begins, row), dayAt(ends, row), asOf)) yield [user, [stringAt(orgs, row) ?? '']];
  }
}
