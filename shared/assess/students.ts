import { stringAt } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';
import type { DistrictTables } from './districtTables.ts';
import { type People, people } from './rowsOfPeople.ts';

/**
 * The district's students, ascending by sourcedId: users with the role student (roles.csv in OneRoster 1.2, users.csv in
 * 1.1) and everybody who is enrolled at a school or attends a class as one, whether users.csv knows them or not.
 */
export function studentsOf({ users, roles, enrollments, schoolEnrollments }: DistrictTables): People {
  return people([
    ...idsOf(schoolEnrollments, 'studentSourcedId'),
    ...idsOf(users, 'sourcedId', 'role'),
    ...idsOf(roles, 'userSourcedId', 'role'),
    ...idsOf(enrollments, 'userSourcedId', 'role'),
  ]);
}

/** Ids of rows, with `role` of those alone that are a student's. */
function* idsOf(table: Table, column: string, role?: string): Generator<string> {
  const ids = table.strings(column);
  const roles = role === undefined ? undefined : table.strings(role);
  const student = roles?.values.indexOf('student');
  for (let row = 0; row < table.rowCount; row++) {
    if (roles && roles.codes[row] !== student) continue;
    const id = stringAt(ids, row);
    if (id !== undefined) yield id;
  }
}
