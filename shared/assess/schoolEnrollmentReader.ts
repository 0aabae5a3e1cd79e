import type { SchoolEnrollment } from '../domain/attendance/record.ts';
import { dayAt, decimalAt, integerAt, stringAt } from '../lake/rows.ts';
import type { Table } from '../lake/table.ts';
import { type People, rowsOfPeople } from './rowsOfPeople.ts';

/** An enrolment with what the directory shows of it. */
export interface ListedEnrollment extends SchoolEnrollment {
  readonly gradeLevel?: string;
}

/** A student's enrolments, of every year the edition holds, ordered by entry and school. */
export type EnrollmentsOf = (student: number) => readonly ListedEnrollment[];

/** Reads enrolments; those of the student that was asked for last are at hand still, as several domains ask for them. */
export function schoolEnrollmentReader(table: Table, students: People): EnrollmentsOf {
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const schools = table.strings('schoolSourcedId');
  const entries = table.ints('entryDate');
  const exits = table.ints('exitWithdrawDate');
  const exitTypes = table.strings('exitWithdrawType');
  const grades = table.strings('gradeLevel');
  const primaries = table.ints('primarySchool');
  const transferEnrolled = table.decimals('transferDaysEnrolled');
  const transferAbsent = table.decimals('transferDaysAbsent');

  const read = (row: number): ListedEnrollment[] => {
    const school = stringAt(schools, row);
    const entry = dayAt(entries, row);
    if (school === undefined || entry === undefined) return [];
    const exit = dayAt(exits, row);
    const exitType = stringAt(exitTypes, row);
    const gradeLevel = stringAt(grades, row);
    const transferDaysEnrolled = decimalAt(transferEnrolled, row);
    const transferDaysAbsent = decimalAt(transferAbsent, row);
    return [
      {
        school,
        entry,
        primary: integerAt(primaries, row) === 1,
        ...(exit !== undefined && { exit }),
        ...(exitType !== undefined && { exitType }),
        ...(gradeLevel !== undefined && { gradeLevel }),
        ...(transferDaysEnrolled && { transferDaysEnrolled }),
        ...(transferDaysAbsent && { transferDaysAbsent }),
      },
    ];
  };
  let latest: { readonly student: number; readonly enrollments: readonly ListedEnrollment[] } | undefined;
  return (student) => {
    if (latest?.student !== student) {
      const enrollments = [...rows.of(student)].flatMap(read);
      enrollments.sort((a, b) => a.entry - b.entry || (a.school < b.school ? -1 : a.school > b.school ? 1 : 0));
      latest = { student, enrollments };
    }
    return latest.enrollments;
  };
}
