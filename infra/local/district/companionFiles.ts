import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { type CsvFile, csvFile } from './csv.ts';
import { type District, eventsOf, staysOf, studentsOf } from './district.ts';
import type { ExportOptions } from './files.ts';
import { makeAttempts } from './transcripts.ts';

const HIGH_GRADES = ['09', '10', '11', '12'];

/** What OneRoster has no file for: calendar, enrolment at schools, attendance, transcripts, caseloads. */
export function companionFiles(district: District, options: ExportOptions): readonly CsvFile[] {
  return [
    csvFile('calendarDates', ['schoolSourcedId', 'date', 'calendarEvent', 'instructionalMinutes'], () =>
      calendarDates(district),
    ),
    csvFile('schoolEnrollments', SCHOOL_ENROLLMENT_COLUMNS, () => schoolEnrollments(district, options)),
    withLines(
      csvFile(
        'attendanceEvents',
        ['studentSourcedId', 'schoolSourcedId', 'date', 'category', 'absenceClass', 'portionOfDay'],
        () => attendanceEvents(district, options),
      ),
      options.extraEventLines ?? [],
    ),
    csvFile('courseTranscripts', TRANSCRIPT_COLUMNS, () => transcripts(district, options)),
    csvFile('caseloads', ['staffSourcedId', 'studentSourcedId', 'role', 'beginDate', 'endDate'], () =>
      caseloads(district),
    ),
  ];
}

const SCHOOL_ENROLLMENT_COLUMNS = [
  ...(['studentSourcedId', 'schoolSourcedId', 'entryDate', 'exitWithdrawDate', 'exitWithdrawType'] as const),
  ...(['gradeLevel', 'firstNinthGradeYear'] as const),
] as const;

const TRANSCRIPT_COLUMNS = [
  ...(['studentSourcedId', 'schoolSourcedId', 'schoolYear', 'term', 'courseCode', 'courseTitle'] as const),
  ...(['academicSubject', 'attemptedCredits', 'earnedCredits', 'courseAttemptResult', 'finalLetterGrade'] as const),
  ...(['gradePoints', 'methodCreditEarned', 'gradeLevelWhenTaken'] as const),
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
    for (const { school, day, ...event } of eventsOf(district, student, asOf, corrections)) {
      const at = { schoolSourcedId: school.sourcedId, date: formatDay(day) };
      yield { studentSourcedId: student.sourcedId, ...at, ...event };
    }
  }
}

function* transcripts(district: District, { finishedTerms }: ExportOptions) {
  for (const student of studentsOf(district)) {
    for (const attempt of makeAttempts(student, district.seed, district.schoolYear, finishedTerms)) {
      const { term, courseCode, courseTitle, earnedCredits, gradePoints } = attempt;
      yield {
        ...{ studentSourcedId: student.sourcedId, schoolSourcedId: student.school.sourcedId },
        ...{ schoolYear: String(attempt.schoolYear), term, courseCode, courseTitle, academicSubject: attempt.subject },
        ...{ attemptedCredits: '0.5', earnedCredits, courseAttemptResult: attempt.result },
        ...{ finalLetterGrade: attempt.letterGrade, gradePoints, methodCreditEarned: attempt.method },
        gradeLevelWhenTaken: attempt.gradeLevel,
      };
    }
  }
}

function* caseloads(district: District) {
  const beginDate = formatDay(district.instructionalDays[0] ?? 0);
  for (const { counselor, sourcedId } of studentsOf(district))
    if (counselor) yield { staffSourcedId: counselor, studentSourcedId: sourcedId, role: 'counselor', beginDate };
}
