import { assessAttendance } from '../domain/attendance/assess.ts';
import type { AttendanceContext, ClassDays } from '../domain/attendance/context.ts';
import { attendanceCutPoints } from '../domain/attendance/cutPoints.ts';
import { parseDay } from '../domain/calendar/day.ts';
import { NULL_INT } from '../lake/table.ts';
import type { ThresholdSet } from '../tenant/thresholds.ts';
import type { AssessmentInputs } from './assessStudents.ts';
import { attendanceEventReader } from './attendanceEventReader.ts';
import { classDaysOf } from './classDays.ts';
import { classEnrollmentReader } from './classEnrollmentReader.ts';
import type { DomainAssessor } from './domainAssessor.ts';

/**
 * Attendance of a school year, from schoolEnrollments, calendarDates and attendanceEvents; where they come, with what
 * attendanceTaken and classMeetings say of the classes in enrollments.
 */
export function attendanceAssessor(inputs: AssessmentInputs): DomainAssessor {
  const { enrollmentsOf, tables, students, thresholdsOf } = inputs;
  const eventsOf = attendanceEventReader(inputs);
  const classDays = classDaysOf(tables, inputs.schoolYear);
  const contextOf = attendanceContexts(inputs, classDays);
  const classesOf = classDays && classEnrollmentReader(tables.enrollments, students);
  return {
    assess: (student) => {
      const enrollments = enrollmentsOf(student);
      const events = eventsOf(student);
      const record = classesOf ? { enrollments, events, classes: classesOf(student) } : { enrollments, events };
      return assessAttendance(record, contextOf(thresholdsOf(student)));
    },
  };
}

/** What students are judged by: the same but for the cut points, which are read once for each threshold set. */
function attendanceContexts(
  inputs: AssessmentInputs,
  classDays: ClassDays | undefined,
): (thresholds: ThresholdSet) => AttendanceContext {
  const { tenant, asOf, schoolYear, calendars } = inputs;
  const common = {
    asOf,
    schoolYear,
    calendars,
    settings: tenant.attendance,
    attendanceReceived: attendanceReceived(inputs),
    ...(classDays && { classDays }),
  };
  const made = new Map<ThresholdSet, AttendanceContext>();
  return (thresholds) => {
    let context = made.get(thresholds);
    if (context === undefined) {
      context = { ...common, cutPoints: attendanceCutPoints(thresholds) };
      made.set(thresholds, context);
    }
    return context;
  };
}

/** Whether attendanceEvents.csv came this year: coverage says so, also for a year without an absence so far. */
function attendanceReceived({ coverage, tables, schoolYear }: AssessmentInputs): boolean {
  if (Object.values(coverage).some((day) => (parseDay(day) ?? NULL_INT) >= schoolYear.first)) return true;
  const days = tables.attendanceEvents.ints('date').values;
  return days.some((day) => day >= schoolYear.first && day <= schoolYear.last);
}
