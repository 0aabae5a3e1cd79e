import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import type { Files } from './district.ts';

const FIRST_DAY = parseDay('2022-02-14') ?? 0;

/** The weekdays of four weeks from Monday, 14 February 2022 on. */
export const SCHOOL_DAYS = Array.from({ length: 28 }, (_, i) => FIRST_DAY + i)
  .filter((day) => (day - FIRST_DAY) % 7 < 5)
  .map(formatDay);

const lines = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

export const orgsCsv = (schools: readonly string[]) =>
  lines('sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId', [
    'D,,,District,district,,',
    ...schools.map((school) => `${school},,,School ${school},school,,D`),
  ]);

export const calendarCsv = (schools: readonly string[], days: readonly string[] = SCHOOL_DAYS) =>
  lines(
    'schoolSourcedId,date,calendarEvent',
    schools.flatMap((school) => days.map((day) => `${school},${day},instructionalDay`)),
  );

/** `students` per school, enrolled since the first day. */
export const enrollmentsCsv = (schools: readonly string[], students: number) =>
  lines(
    'studentSourcedId,schoolSourcedId,entryDate',
    schools.flatMap((school) => Array.from({ length: students }, (_, i) => `${school}-${i},${school},2022-02-14`)),
  );

/** Rows as `student,school,date,category`. */
export const attendanceCsv = (rows: readonly string[]) => lines('studentSourcedId,schoolSourcedId,date,category', rows);

export const absence = (school: string, student: number, day: string) =>
  `${school}-${student},${school},${day},Excused Absence`;

/** Absences of `students` students of a school on its first `days` days. */
export const absences = (school: string, students: number, days: number) =>
  Array.from({ length: students }, (_, i) => i).flatMap((student) =>
    SCHOOL_DAYS.slice(0, days).map((day) => absence(school, student, day)),
  );

/** A whole drop of two schools. */
export const wholeDrop = (events: readonly string[], schools: readonly string[] = ['A', 'B']): Files => ({
  'orgs.csv': orgsCsv(schools),
  'calendarDates.csv': calendarCsv(schools),
  'schoolEnrollments.csv': enrollmentsCsv(schools, 20),
  'attendanceEvents.csv': attendanceCsv(events),
});

/** Five students of each school, absent on its first ten days. */
export const EVENTS = [...absences('A', 5, 10), ...absences('B', 5, 10)];

/** An instant in the evening of 1 March 2022 in the district, or later. */
export const at = (hour: number) => `2022-03-02T${String(hour).padStart(2, '0')}:00:00Z`;
