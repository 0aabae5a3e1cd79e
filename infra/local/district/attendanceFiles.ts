import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { missedPeriods, reasonOf } from './attendance.ts';
import { type CsvFile, csvFile, csvLine, type Row } from './csv.ts';
import { HIGH_GRADES, PERIODS } from './curriculum.ts';
import { type District, eventsOf, staysOf, studentsOf } from './district.ts';
import type { ExportOptions } from './files.ts';
import { classesOf, isInHighSchool, periodOf, sectionsOf } from './sections.ts';

const EVENT_COLUMNS = [
  ...(['studentSourcedId', 'schoolSourcedId', 'date', 'category', 'absenceClass', 'portionOfDay'] as const),
  ...(['classSourcedId', 'period', 'reason'] as const),
] as const;

/** A line of attendanceEvents.csv. */
export const eventLine = (row: Row<(typeof EVENT_COLUMNS)[number]>): string => csvLine(EVENT_COLUMNS, row);

/** Calendar, enrolment at schools, and attendance: by day, and in the high school by period where part of a day is missed. */
export function attendanceFiles(district: District, options: ExportOptions): readonly CsvFile[] {
  return [
    csvFile('calendarDates', ['schoolSourcedId', 'date', 'calendarEvent', 'instructionalMinutes'], () =>
      calendarDates(district),
    ),
    csvFile('schoolEnrollments', SCHOOL_ENROLLMENT_COLUMNS, () => schoolEnrollments(district, options)),
    withLines(
      csvFile('attendanceEvents', EVENT_COLUMNS, () => attendanceEvents(district, options)),
      options.extraEventLines ?? [],
    ),
    csvFile('attendanceTaken', ['schoolSourcedId', 'date', 'classSourcedId', 'complete'], () =>
      attendanceTaken(district, options),
    ),
    csvFile('classMeetings', ['classSourcedId', 'date', 'period'], () => classMeetings(district, options)),
  ];
}

const SCHOOL_ENROLLMENT_COLUMNS = [
  ...(['studentSourcedId', 'schoolSourcedId', 'entryDate', 'exitWithdrawDate', 'exitWithdrawType'] as const),
  ...(['gradeLevel', 'firstNinthGradeYear'] as const),
] as const;

const withLines = (file: CsvFile, more: readonly string[]): CsvFile => ({
  name: file.name,
  *lines() {
    yield* file.lines();
    yield* more;
  },
});

function* calendarDates({ schoolList, calendar }: District) {
  for (const { sourcedId: schoolSourcedId } of schoolList)
    for (const { day, event: calendarEvent } of calendar) {
      const instructionalMinutes = calendarEvent === 'instructionalDay' ? '420' : '';
      yield { schoolSourcedId, date: formatDay(day), calendarEvent, instructionalMinutes };
    }
}

function* schoolEnrollments(district: District, { corrections, asOf }: ExportOptions) {
  for (const student of studentsOf(district)) {
    const reached = HIGH_GRADES.indexOf(student.grade);
    const firstNinthGradeYear = reached < 0 ? '' : String(district.schoolYear - reached);
    for (const { school, entry, exit, exitType = '' } of staysOf(district, student, corrections)) {
      if (entry > asOf) continue;
      const left = exit !== undefined && exit <= asOf;
      yield {
        studentSourcedId: student.sourcedId,
        schoolSourcedId: school.sourcedId,
        entryDate: formatDay(entry),
        ...(left && { exitWithdrawDate: formatDay(exit), exitWithdrawType: exitType }),
        gradeLevel: student.grade,
        firstNinthGradeYear,
      };
    }
  }
}

function* attendanceEvents(district: District, { asOf, corrections }: ExportOptions) {
  for (const student of studentsOf(district)) {
    for (const event of eventsOf(district, student, asOf, corrections)) {
      const { school, day, category, absenceClass, portionOfDay } = event;
      const about = { studentSourcedId: student.sourcedId, schoolSourcedId: school.sourcedId, date: formatDay(day) };
      const reason = reasonOf(event);
      if (category !== 'Partial' || !isInHighSchool(student)) {
        yield { ...about, category, absenceClass, portionOfDay, reason };
        continue;
      }
      const attended = PERIODS - missedPeriods(event);
      const byPeriod = classesOf(student)
        .map(({ sourcedId }, place) => ({ classSourcedId: sourcedId, period: periodOf(student, place) }))
        .sort((a, b) => Number(a.period) - Number(b.period));
      for (const [place, at] of byPeriod.entries())
        if (place < attended) yield { ...about, ...at, category: 'In Attendance' };
        else yield { ...about, ...at, category: 'Excused Absence', absenceClass, reason };
    }
  }
}

function* attendanceTaken({ schoolList, instructionalDays }: District, { asOf }: ExportOptions) {
  for (const { sourcedId: schoolSourcedId } of schoolList)
    for (const day of instructionalDays)
      if (day <= asOf) yield { schoolSourcedId, date: formatDay(day), complete: 'true' };
}

function* classMeetings(district: District, { asOf }: ExportOptions) {
  const timetable = sectionsOf(district).filter(({ course }) => course !== undefined);
  for (const day of district.instructionalDays) {
    if (day > asOf) return;
    const date = formatDay(day);
    for (const { sourcedId: classSourcedId, period } of timetable) yield { classSourcedId, date, period };
  }
}
