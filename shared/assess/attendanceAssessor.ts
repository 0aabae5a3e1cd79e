import { assessAttendance } from '../domain/attendance/assess.ts';
import type { AttendanceContext } from '../domain/attendance/context.ts';
import { attendanceCutPoints } from '../domain/attendance/cutPoints.ts';
import { parseDay } from '../domain/calendar/day.ts';
import { inForce } from '../domain/tiers/thresholds.ts';
import { NULL_INT } from '../lake/table.ts';
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
  const { enrollmentsOf, tables, students } = inputs;
  const eventsOf = attendanceEventReader(inputs);
  const context = attendanceContext(inputs);
  const classesOf = context.classDays && classEnrollmentReader(tables.enrollments, students);
  return {
    assess: (student) => {
      const enrollments = enrollmentsOf(student);
      const events = eventsOf(student);
      return assessAttendance(
        classesOf ? { enrollments, events, classes: classesOf(student) } : { enrollments, events },
        context,
      );
    },
  };
}

export function attendanceContext(inputs: AssessmentInputs): AttendanceContext {
  const { tenant, asOf, schoolYear, calendars } = inputs;
  // A day before the first set is judged by that first one.
  const thresholds = inForce(tenant.thresholds, asOf) ?? tenant.thresholds[0];
  if (!thresholds) throw new RangeError('a tenant file has at least one threshold set');
  const classDays = classDaysOf(inputs.tables, schoolYear);
  return {
    asOf,
    schoolYear,
    calendars,
    settings: tenant.attendance,
    cutPoints: attendanceCutPoints(thresholds),
    attendanceReceived: attendanceReceived(inputs),
    ...(classDays && { classDays }),
  };
}

/** Whether attendanceEvents.csv came this year: coverage says so, also for a year without an absence so far. */
function attendanceReceived({ coverage, tables, schoolYear }: AssessmentInputs): boolean {
  if (Object.values(coverage).some((day) => (parseDay(day) ?? NULL_INT) >= schoolYear.first)) return true;
  const days = tables.attendanceEvents.ints('date').values;
  return days.some((day) => day >= schoolYear.first && day <= schoolYear.last);
}
