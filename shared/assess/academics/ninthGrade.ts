import { isEnrollment, lastEnrolledDay } from '../../domain/attendance/enrolledSpans.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { rowsOfPeople } from '../students/rowsOfPeople.ts';
import { lazily } from './courseCatalog.ts';

/**
 * Whether a ninth grader is one for the first time: by `firstNinthGradeYear` where it is given, else unless an earlier year's
 * enrolment or transcript was in grade 9.
 */
export function firstTimeNinthGrader({ tables, students, schoolYear, enrollmentsOf, tenant }: AssessmentInputs) {
  const { schoolEnrollments } = tables;
  const rows = lazily(() => rowsOfPeople(schoolEnrollments, 'studentSourcedId', students.indexOf));
  const years = schoolEnrollments.numbers('firstNinthGradeYear');
  return (student: number, tookNinthGradeBefore: () => boolean): boolean => {
    let first = Number.POSITIVE_INFINITY;
    for (const row of rows().of(student)) {
      const year = years.get(row);
      if (year < first) first = year;
    }
    if (Number.isFinite(first)) return first === schoolYear.name;
    const before = enrollmentsOf(student).some(
      (each) =>
        each.gradeLevel === '09' &&
        isEnrollment(each) &&
        lastEnrolledDay(each, tenant.attendance.exitDayCounts) < schoolYear.first,
    );
    return !before && !tookNinthGradeBefore();
  };
}
