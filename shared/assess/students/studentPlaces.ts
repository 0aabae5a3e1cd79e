import { type JudgedDay, judgedDay } from '../../domain/tiers/judgedDay.ts';
import { stringAt } from '../../lake/rows.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { AssessmentInputs } from './assessStudents.ts';
import { type EnrolledAt, enrolledAt } from './enrolledAt.ts';
import { rowsOfPeople } from './rowsOfPeople.ts';

/** Where a student belongs on the as-of day, and in which grade. */
export interface StudentPlace extends EnrolledAt {
  /** CEDS grade code `09`, of the enrolment that lists the student, else of users.csv; empty when unknown. */
  readonly grade: string;
  /** As of which day every domain judges them; undefined for who is `notEnrolled`, as before an announced first day. */
  readonly judged: JudgedDay | undefined;
}

type PlaceInputs = Omit<AssessmentInputs, 'placeOf' | 'gradingPeriodOf' | 'thresholdsOf'>;

/** Finds places; that of the student who was asked for last is at hand still, as every domain asks for it. */
export function studentPlaces(inputs: PlaceInputs): (student: number) => StudentPlace {
  const { tables, students, enrollmentsOf, asOf, schoolYear, tenant } = inputs;
  const users = rowsOfPeople(tables.users, 'sourcedId', students.indexOf);
  const grades = tables.users.strings('grades');
  const year = { asOf, schoolYear, settings: tenant.attendance };
  const judgedYear = { asOf, schoolYear, exitDayCounts: tenant.attendance.exitDayCounts };
  let latest: StudentPlace | undefined;
  let latestStudent = -1;
  return (student) => {
    if (latest === undefined || latestStudent !== student) {
      const enrollments = enrollmentsOf(student);
      const { listing, schools, exited } = enrolledAt(enrollments, year);
      const user = listing?.gradeLevel === undefined ? (users.of(student)[0] ?? -1) : -1;
      const grade = listing?.gradeLevel ?? listOf(stringAt(grades, user))[0] ?? '';
      const judged = judgedDay(enrollments, judgedYear);
      latest = listing === undefined ? { schools, exited, grade, judged } : { listing, schools, exited, grade, judged };
      latestStudent = student;
    }
    return latest;
  };
}
