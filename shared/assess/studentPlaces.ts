import { stringAt } from '../lake/rows.ts';
import { listOf } from '../sis/cells/types.ts';
import type { AssessmentInputs } from './assessStudents.ts';
import { type EnrolledAt, enrolledAt } from './enrolledAt.ts';
import { rowsOfPeople } from './rowsOfPeople.ts';

/** Where a student belongs on the as-of day, and in which grade. */
export interface StudentPlace extends EnrolledAt {
  /** CEDS grade code `09`, of the enrolment that lists the student, else of users.csv; empty when unknown. */
  readonly grade: string;
}

type PlaceInputs = Omit<AssessmentInputs, 'placeOf' | 'gradingPeriodOf' | 'thresholdsOf'>;

/** Finds places; that of the student who was asked for last is at hand still, as every domain asks for it. */
export function studentPlaces(inputs: PlaceInputs): (student: number) => StudentPlace {
  const { tables, students, enrollmentsOf, asOf, schoolYear, tenant } = inputs;
  const users = rowsOfPeople(tables.users, 'sourcedId', students.indexOf);
  const grades = tables.users.strings('grades');
  const year = { asOf, schoolYear, settings: tenant.attendance };
  let latest: { readonly student: number; readonly place: StudentPlace } | undefined;
  return (student) => {
    if (latest?.student !== student) {
      const enrolled = enrolledAt(enrollmentsOf(student), year);
      const user = users.of(student)[0] ?? -1;
      const grade = enrolled.listing?.gradeLevel ?? listOf(stringAt(grades, user))[0] ?? '';
      latest = { student, place: { ...enrolled, grade } };
    }
    return latest.place;
  };
}
