import type { ClassEnrollment } from '../../domain/attendance/record.ts';
import { dayAt, stringAt } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';
import { type People, rowsOfPeople } from '../students/rowsOfPeople.ts';

/** The classes a student attends, from enrollments.csv; those of teachers and other roles are none. */
export function classEnrollmentReader(
  enrollments: Table,
  students: People,
): (student: number) => readonly ClassEnrollment[] {
  const rows = rowsOfPeople(enrollments, 'userSourcedId', students.indexOf);
  const classes = enrollments.strings('classSourcedId');
  const schools = enrollments.strings('schoolSourcedId');
  const roles = enrollments.strings('role');
  const begins = enrollments.ints('beginDate');
  const ends = enrollments.ints('endDate');
  return (student) => {
    const found: ClassEnrollment[] = [];
    for (const row of rows.of(student)) {
      const classSourcedId = stringAt(classes, row);
      const school = stringAt(schools, row);
      if (stringAt(roles, row) !== 'student' || classSourcedId === undefined || school === undefined) continue;
      const begin = dayAt(begins, row);
      const end = dayAt(ends, row);
      found.push({ classSourcedId, school, ...(begin !== undefined && { begin }), ...(end !== undefined && { end }) });
    }
    return found;
  };
}
