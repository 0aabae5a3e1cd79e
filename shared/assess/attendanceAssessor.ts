import { assessAttendance } from '../domain/attendance/assess.ts';
import type { AttendanceContext } from '../domain/attendance/context.ts';
import { attendanceCutPoints } from '../domain/attendance/cutPoints.ts';
import type { AbsenceClass, AttendanceCategory, AttendanceEvent } from '../domain/attendance/record.ts';
import { parseDay } from '../domain/calendar/day.ts';
import { inForce } from '../domain/tiers/thresholds.ts';
import { dayAt, decimalAt, integerAt, stringAt } from '../lake/rows.ts';
import { NULL_INT } from '../lake/table.ts';
import type { AssessmentInputs } from './assessStudents.ts';
import { classDaysOf } from './classDays.ts';
import { classEnrollmentReader } from './classEnrollmentReader.ts';
import type { DomainAssessor } from './domainAssessor.ts';
import { rowsOfPeople } from './rowsOfPeople.ts';

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

function attendanceEventReader({
  tables,
  students,
  schoolYear,
  asOf,
}: AssessmentInputs): (student: number) => AttendanceEvent[] {
  const table = tables.attendanceEvents;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const days = table.ints('date');
  const schools = table.strings('schoolSourcedId');
  const categories = table.strings('category');
  const classes = table.strings('absenceClass');
  const portions = table.decimals('portionOfDay');
  const minutes = table.ints('minutesMissed');
  const periods = table.strings('period');
  const sections = table.strings('classSourcedId');

  const read = (row: number, day: number): AttendanceEvent => {
    const absenceClass = stringAt(classes, row) as AbsenceClass | undefined;
    const portionOfDay = decimalAt(portions, row);
    const minutesMissed = integerAt(minutes, row);
    const period = stringAt(periods, row);
    const classSourcedId = stringAt(sections, row);
    return {
      school: stringAt(schools, row) ?? '',
      day,
      category: stringAt(categories, row) as AttendanceCategory,
      ...(absenceClass !== undefined && { absenceClass }),
      ...(portionOfDay && { portionOfDay }),
      ...(minutesMissed !== undefined && { minutesMissed }),
      ...(period !== undefined && { period }),
      ...(classSourcedId !== undefined && { classSourcedId }),
      row: {
        drop: stringAt(table.drops, row) ?? '',
        file: 'attendanceEvents',
        line: integerAt(table.lines, row) ?? 0,
      },
    };
  };
  const last = Math.min(asOf, schoolYear.last);
  return (student) => {
    const events: AttendanceEvent[] = [];
    for (const row of rows.of(student)) {
      const day = dayAt(days, row);
      if (day !== undefined && day >= schoolYear.first && day <= last) events.push(read(row, day));
    }
    return events;
  };
}
