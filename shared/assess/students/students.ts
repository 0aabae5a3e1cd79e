import { Dictionary } from '../../lake/dictionary.ts';
import type { Table } from '../../lake/table.ts';
import type { DistrictTables } from './districtTables.ts';
import { type People, peopleOf } from './rowsOfPeople.ts';

type RosterTables = Pick<DistrictTables, 'users' | 'roles' | 'enrollments' | 'schoolEnrollments'>;

/**
 * The district's students, ascending by sourcedId: users with the role student (roles.csv in OneRoster 1.2, users.csv in
 * 1.1) and everybody who is enrolled at a school or attends a class as one, whether users.csv knows them or not.
 */
export function studentsOf({ users, roles, enrollments, schoolEnrollments }: RosterTables): People {
  const known = new Dictionary();
  addIds(known, schoolEnrollments, 'studentSourcedId');
  addIds(known, users, 'sourcedId', 'role');
  addIds(known, roles, 'userSourcedId', 'role');
  addIds(known, enrollments, 'userSourcedId', 'role');
  return peopleOf(known);
}

/** Adds the ids of a column; with `role` of those rows alone that are a student's. */
function addIds(known: Dictionary, table: Table, column: string, role?: string): void {
  const dictionary = table.dictionary(column);
  const isWanted = new Uint8Array(dictionary.size);
  const codes = table.numbers(column);
  const roles = role === undefined ? undefined : table.numbers(role);
  const student = role === undefined ? -1 : table.texts(role).indexOf('student');
  for (let row = 0; row < table.rowCount; row++) {
    if (roles === undefined || roles.get(row) === student) isWanted[codes.get(row)] = 1;
  }
  const { blob, offsets } = dictionary.stored();
  for (let code = 0; code < isWanted.length; code++) {
    if (isWanted[code] === 1) known.intern(blob, offsets[code] ?? 0, offsets[code + 1] ?? 0);
  }
}
