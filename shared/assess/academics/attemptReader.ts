import type { GradeScales } from '../../domain/academics/gradeScale.ts';
import type { CourseAbout, CourseAttempt, Outcome } from '../../domain/academics/record.ts';
import type { Term } from '../../domain/academics/terms.ts';
import { plainWord } from '../../domain/academics/words.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { NULL_INT, type Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { type RowsOfPeople, rowsOfPeople } from '../students/rowsOfPeople.ts';
import type { CourseCatalog } from './courseCatalog.ts';
import { NO_MARK, rowMarkReader } from './rowMarks.ts';
import type { Terms } from './termsOfTable.ts';

export interface AttemptReader {
  /** A student's attempts up to this school year, without those of terms that begin after a day. */
  of(student: number, day: Day): readonly CourseAttempt[];
  /** Whether a course was taken in grade 9 in an earlier school year. */
  tookNinthGradeBefore(student: number): boolean;
}

export interface AttemptReading {
  readonly catalog: CourseCatalog;
  readonly terms: Terms;
  readonly scales: GradeScales;
  readonly recoveryMethods: readonly string[];
}

const NONE: readonly CourseAttempt[] = [];
const NO_ATTEMPTS: AttemptReader = { of: () => NONE, tookNinthGradeBefore: () => false };

/** Reads courseTranscripts.csv. Columns that graduation reads, too, are widened for both. */
export function attemptReader(
  { tables, students, schoolYear }: AssessmentInputs,
  reading: AttemptReading,
): AttemptReader {
  const table = tables.courseTranscripts;
  if (table.rowCount === 0) return NO_ATTEMPTS;
  const rows = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const years = table.ints('schoolYear').values;
  const read = rowReader(table, reading);
  return {
    of(student, day) {
      const end = rows.end(student);
      let place = rows.from(student);
      if (place === end) return NONE;
      const attempts: CourseAttempt[] = [];
      for (; place < end; place++) {
        const row = rows.at(place);
        const year = years[row] ?? NULL_INT;
        if (year > schoolYear.name) continue;
        const attempt = read(row, year);
        if (year < schoolYear.name || (attempt.term.begins ?? day) <= day) attempts.push(attempt);
      }
      return attempts;
    },
    tookNinthGradeBefore: ninthGradeBefore(table, rows, schoolYear.name),
  };
}

function ninthGradeBefore(table: Table, rows: RowsOfPeople, thisYear: number): (student: number) => boolean {
  const [years, grades] = [table.numbers('schoolYear'), table.numbers('gradeLevelWhenTaken')];
  const ninth = table.texts('gradeLevelWhenTaken').indexOf('09');
  return (student) => {
    if (ninth < 0) return false;
    for (const row of rows.of(student)) if (grades.get(row) === ninth && years.get(row) < thisYear) return true;
    return false;
  };
}

function rowReader(table: Table, reading: AttemptReading): (row: number, schoolYear: number) => CourseAttempt {
  const { terms, scales, recoveryMethods } = reading;
  const courses = table.strings('courseCode').codes;
  const [attempted, earned] = [table.decimals('attemptedCredits').values, table.decimals('earnedCredits').values];
  const { codes: results, values: resultWords } = table.strings('courseAttemptResult');
  const [pass, fail] = [resultWords.indexOf('Pass'), resultWords.indexOf('Fail')];
  const [methods, repeats] = [table.numbers('methodCreditEarned'), table.strings('courseRepeatCode').codes];
  const recovers = isAmong(table.texts('methodCreditEarned'), recoveryMethods);
  const uncounted = table
    .texts('courseRepeatCode')
    .map((code) => plainWord(code).replaceAll(' ', '').includes('notcounted'));
  const [given, excluded] = [table.numbers('gradePoints'), table.numbers('excludeFromGpa')];
  const markOf = rowMarkReader(table, 'finalLetterGrade', 'finalNumericGrade', scales);
  const aboutOf = aboutReader(table, reading.catalog);
  const termOf = rowTermReader(table, terms);
  const outcomeOf = (result: number, passes: boolean | undefined): Outcome =>
    result === fail || (result === pass && passes === false) ? 'failed' : result === pass ? 'passed' : 'open';
  return (row, schoolYear) => {
    const result = results[row] ?? NULL_INT;
    const isPosted = result === pass || result === fail;
    const mark = isPosted ? markOf(row) : NO_MARK;
    const points = given.get(row);
    const isUncounted = isMarked(uncounted, repeats[row] ?? NULL_INT);
    const counts = isPosted && !isUncounted && excluded.get(row) !== 1;
    return {
      file: 'courseTranscripts',
      row,
      course: courses[row] ?? NULL_INT,
      about: aboutOf(row),
      schoolYear,
      term: termOf(row, schoolYear),
      outcome: outcomeOf(result, mark.passes),
      recovery: isMarked(recovers, methods.get(row)),
      attempted: attempted[row] || 0,
      earned: isUncounted ? 0 : earned[row] || 0,
      points: counts ? (Number.isNaN(points) ? mark.points : points) : -1,
    };
  };
}

/** Whether a code is marked; a missing one is not. */
const isMarked = (marks: readonly boolean[], code: number): boolean => code >= 0 && marks[code] === true;

/** Terms of rows; neighbouring rows are of the same few years. */
function rowTermReader(table: Table, terms: Terms): (row: number, schoolYear: number) => Term {
  const { codes, values: names } = table.strings('term');
  const years: Term[][] = [];
  return (row, schoolYear) => {
    let ofYear = years[schoolYear - FIRST_YEAR];
    if (ofYear === undefined) {
      ofYear = [];
      years[schoolYear - FIRST_YEAR] = ofYear;
    }
    const code = codes[row] ?? NULL_INT;
    let term = ofYear[code];
    if (term === undefined) {
      term = terms.of(schoolYear, names[code] ?? '');
      ofYear[code] = term;
    }
    return term;
  };
}

/** The earliest year a file may name. */
const FIRST_YEAR = 1900;

const isAmong = (texts: readonly string[], words: readonly string[]): readonly boolean[] => {
  const known = new Set(words.map(plainWord));
  return texts.map((text) => known.has(plainWord(text)));
};

/** From 1 on; 0 for none. */
const placeOf = (code: number): number => (code === NULL_INT ? 0 : code + 1);

/** A course as some of its rows call it. */
interface Called {
  /** Of its title and subject. */
  readonly key: number;
  readonly about: CourseAbout;
}

/** What rows say of their courses: made once for each course with its title and subject, mostly one. */
function aboutReader(table: Table, catalog: CourseCatalog): (row: number) => CourseAbout {
  const { codes: courses, values: courseCodes } = table.strings('courseCode');
  const { codes: titles, values: titleTexts } = table.strings('courseTitle');
  const { codes: subjects, values: subjectTexts } = table.strings('academicSubject');
  const subjectCount = subjectTexts.length + 1;
  const known: Called[][] = courseCodes.map(() => []);
  return (row) => {
    const course = courses[row] ?? NULL_INT;
    const title = titles[row] ?? NULL_INT;
    const subject = subjects[row] ?? NULL_INT;
    const key = placeOf(title) * subjectCount + placeOf(subject);
    const ofCourse = known[course] ?? [];
    for (const called of ofCourse) if (called.key === key) return called.about;
    const about = catalog.about(courseCodes[course] ?? '', titleTexts[title], subjectTexts[subject]);
    ofCourse.push({ key, about });
    return about;
  };
}
