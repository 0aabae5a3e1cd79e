import { assessAttendance } from '../../domain/attendance/assess.ts';
import { byPriorYear, hasTooFewDays } from '../../domain/attendance/priorYear.ts';
import { parseDay } from '../../domain/calendar/day.ts';
import { schoolYearOf } from '../../domain/calendar/schoolYear.ts';
import type { DomainResult } from '../../domain/tiers/result.ts';
import { NULL_INT } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { schoolCalendars } from '../students/calendars.ts';
import { coverageOfYear } from '../students/coverageOfYear.ts';
import type { DomainAssessor } from '../students/domainAssessor.ts';
import { type AttendanceEventsOf, attendanceEventReader } from './attendanceEventReader.ts';
import { type AttendanceOfYear, attendanceOfYear } from './attendanceOfYear.ts';

/**
 * Attendance of a school year, from schoolEnrollments, calendarDates and attendanceEvents; where they come, with what
 * attendanceTaken and classMeetings say of the classes in enrollments. In the first grading period of a year last year's
 * decides where this year's days are too few.
 */
export function attendanceAssessor(inputs: AssessmentInputs): DomainAssessor {
  const { asOf, schoolYear, calendars } = inputs;
  const eventsOf = attendanceEventReader(inputs);
  const year = { asOf, schoolYear, calendars, attendanceReceived: attendanceReceived(inputs) };
  const { recordOf, contextOf } = attendanceOfYear(inputs, eventsOf, year);
  const withPriorYear = priorYearAssessor(inputs, eventsOf);
  return {
    assess: (student) => {
      const result = assessAttendance(recordOf(student), contextOf(student));
      return hasTooFewDays(result) ? withPriorYear(student, result) : result;
    },
  };
}

/** Takes last year's attendance where the district wants that; it is read when the first student needs it. */
function priorYearAssessor(inputs: AssessmentInputs, eventsOf: AttendanceEventsOf) {
  const { tenant, placeOf, gradingPeriodOf } = inputs;
  const { name, last } = schoolYearOf(inputs.schoolYear.first - 1, tenant.schoolYear.startsOn);
  let prior: AttendanceOfYear | undefined;
  return (student: number, thin: DomainResult): DomainResult => {
    const school = placeOf(student).listing?.school ?? '';
    if (!tenant.attendance.priorYearInFirstPeriod || gradingPeriodOf(school) !== 'first') return thin;
    prior ??= yearUntil(last, inputs, eventsOf);
    return byPriorYear(thin, prior.recordOf(student), prior.contextOf(student), name);
  };
}

/** The whole school year that ends on a day. */
function yearUntil(last: number, inputs: AssessmentInputs, eventsOf: AttendanceEventsOf): AttendanceOfYear {
  const { tables, coverage, tenant } = inputs;
  const schoolYear = schoolYearOf(last, tenant.schoolYear.startsOn);
  const known = coverageOfYear(coverage, tables.attendanceEvents, schoolYear);
  const calendars = schoolCalendars(tables, known, schoolYear);
  return attendanceOfYear(inputs, eventsOf, { asOf: last, schoolYear, calendars, attendanceReceived: true });
}

/** Whether attendanceEvents.csv came this year: coverage says so, also for a year without an absence so far. */
function attendanceReceived({ coverage, tables, schoolYear }: AssessmentInputs): boolean {
  if (Object.values(coverage).some((day) => (parseDay(day) ?? NULL_INT) >= schoolYear.first)) return true;
  const days = tables.attendanceEvents.ints('date').values;
  return days.some((day) => day >= schoolYear.first && day <= schoolYear.last);
}
