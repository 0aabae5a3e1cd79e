import type { AttendanceContext } from '../../domain/attendance/context.ts';
import { attendanceCutPoints } from '../../domain/attendance/cutPoints.ts';
import type { AttendanceRecord } from '../../domain/attendance/record.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { AttendanceEventsOf } from './attendanceEventReader.ts';
import { classDaysOf } from './classDays.ts';
import { classEnrollmentReader } from './classEnrollmentReader.ts';

/** What a student's attendance of a school year is, and what it is judged by. */
export interface AttendanceOfYear {
  recordOf(student: number): AttendanceRecord;
  /** The same object for all who are judged alike. */
  contextOf(student: number): AttendanceContext;
}

/** A school year that is looked at, as of a day of it. */
export type YearLookedAt = Pick<AttendanceContext, 'asOf' | 'schoolYear' | 'calendars' | 'attendanceReceived'>;

/** Reads attendance of one school year; cut points are those of today's threshold sets, each read once. */
export function attendanceOfYear(
  { tables, students, tenant, enrollmentsOf, thresholdsOf }: AssessmentInputs,
  eventsOf: AttendanceEventsOf,
  year: YearLookedAt,
): AttendanceOfYear {
  const { schoolYear } = year;
  const classDays = classDaysOf(tables, schoolYear);
  const classesOf = classDays && classEnrollmentReader(tables.enrollments, students);
  const last = Math.min(year.asOf, schoolYear.last);
  const common = { ...year, settings: tenant.attendance, ...(classDays && { classDays }) };
  const made = new Map<ThresholdSet, AttendanceContext>();
  return {
    recordOf: (student) => {
      const enrollments = enrollmentsOf(student);
      const events = eventsOf(student, schoolYear.first, last);
      return classesOf ? { enrollments, events, classes: classesOf(student) } : { enrollments, events };
    },
    contextOf: (student) => {
      const thresholds = thresholdsOf(student);
      let context = made.get(thresholds);
      if (context === undefined) {
        context = { ...common, cutPoints: attendanceCutPoints(thresholds) };
        made.set(thresholds, context);
      }
      return context;
    },
  };
}
