import type { SchoolEnrollment } from '../../domain/attendance/record.ts';
import { dayAt, decimalAt, integerAt, stringAt } from '../../lake/rows.ts';
import type { StringColumn, Table } from '../../lake/table.ts';
import { comparableTexts } from './comparableTexts.ts';
import { type People, rowsOfPeople } from './rowsOfPeople.ts';

/** An enrolment with what the directory shows of it. */
export interface ListedEnrollment extends SchoolEnrollment {
  readonly gradeLevel?: string | undefined;
}

/** A student's enrolments, of every year the edition holds, ordered by entry and school. */
export type EnrollmentsOf = (student: number) => readonly ListedEnrollment[];

/** Reads enrolments; those of the student that was asked for last are at hand still, as several domains ask for them. */
export function schoolEnrollmentReader(table: Table, students: People): EnrollmentsOf {
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const schools = comparable(table.strings('schoolSourcedId'));
  const entries = table.ints('entryDate');
  const exits = table.ints('exitWithdrawDate');
  const exitTypes = comparable(table.strings('exitWithdrawType'));
  const grades = table.strings('gradeLevel');
  const primaries = table.ints('primarySchool');
  const transferEnrolled = table.decimals('transferDaysEnrolled');
  const transferAbsent = table.decimals('transferDaysAbsent');

  const read = (row: number): ListedEnrollment | undefined => {
    const school = stringAt(schools, row);
    const entry = dayAt(entries, row);
    if (school === undefined || entry === undefined) return undefined;
    return {
      school,
      entry,
      primary: integerAt(primaries, row) === 1,
      exit: dayAt(exits, row),
      exitType: stringAt(exitTypes, row),
      gradeLevel: stringAt(grades, row),
      transferDaysEnrolled: decimalAt(transferEnrolled, row),
      transferDaysAbsent: decimalAt(transferAbsent, row),
    };
  };
  let latest: readonly ListedEnrollment[] = [];
  let latestStudent = -1;
  return (student) => {
    if (latestStudent !== student) {
      const enrollments: ListedEnrollment[] = [];
      for (const row of rows.of(student)) {
        const enrollment = read(row);
        if (enrollment !== undefined) enrollments.push(enrollment);
      }
      if (enrollments.length > 1) enrollments.sort(byEntry);
      latest = enrollments;
      latestStudent = student;
    }
    return latest;
  };
}

const comparable = (column: StringColumn): StringColumn => ({ ...column, values: comparableTexts(column.values) });

const byEntry = (a: ListedEnrollment, b: ListedEnrollment): number =>
  a.entry - b.entry || (a.school < b.school ? -1 : a.school > b.school ? 1 : 0);
