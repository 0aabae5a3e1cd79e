import type { CourseAttempt, CourseAttemptResult } from '../domain/graduation/attempts.ts';
import type { StudentId } from '../domain/identity.ts';
import { groupRows, stringAt } from '../lake/rows.ts';
import { NULL_INT, type Table } from '../lake/table.ts';
import { listOf } from '../sis/cells/types.ts';

/** Looks up the transcript rows of a student, in the table's order. */
export function transcriptReader(table: Table): (student: StudentId) => readonly CourseAttempt[] {
  const students = table.strings('studentSourcedId');
  const { offsets, rows } = groupRows(students, table.rowCount);
  const codes = new Map(students.values.map((value, code) => [value, code]));
  const read = attemptReader(table);
  return (student) => {
    const code = codes.get(student);
    if (code === undefined) return [];
    return Array.from(rows.subarray(offsets[code], offsets[code + 1]), read);
  };
}

type AttemptDraft = { -readonly [Member in keyof CourseAttempt]: CourseAttempt[Member] };

const NO_CATEGORIES: readonly string[] = [];

/** Reads single rows of courseTranscripts. Every student of a district is read so: nothing is made twice for a row. */
export function attemptReader(table: Table): (row: number) => CourseAttempt {
  const schoolYears = table.ints('schoolYear').values;
  const [terms, courseCodes] = [table.strings('term'), table.strings('courseCode')];
  const [attempted, earned] = [table.decimals('attemptedCredits').values, table.decimals('earnedCredits').values];
  const results = table.strings('courseAttemptResult');
  const excluded = table.ints('excludeFromGraduation').values;
  const categories = table.strings('creditCategories');
  const listed = categories.values.map((text) => listOf(text));
  const [titles, subjects] = [table.strings('courseTitle'), table.strings('academicSubject')];
  const [repeats, schools] = [table.strings('courseRepeatCode'), table.strings('externalSchoolName')];
  const { drops, schema } = table;
  const lines = table.lines.values;
  return (row) => {
    const line = lines[row] ?? NULL_INT;
    const schoolYear = schoolYears[row] ?? NULL_INT;
    const attempt: AttemptDraft = {
      schoolYear: schoolYear === NULL_INT ? 0 : schoolYear,
      term: stringAt(terms, row) ?? '',
      courseCode: stringAt(courseCodes, row) ?? '',
      attemptedCredits: creditsIn(attempted, row),
      earnedCredits: creditsIn(earned, row),
      // The column holds nothing but these words: the file's declaration refuses the rest.
      result: (stringAt(results, row) ?? 'Incomplete') as CourseAttemptResult,
      creditCategories: listed[categories.codes[row] ?? NULL_INT] ?? NO_CATEGORIES,
      excludeFromGraduation: excluded[row] === 1,
      row: { drop: stringAt(drops, row) ?? '', file: schema.name, line: line === NULL_INT ? 0 : line },
    };
    const title = stringAt(titles, row);
    if (title) attempt.courseTitle = title;
    const subject = stringAt(subjects, row);
    if (subject) attempt.academicSubject = subject;
    const repeat = stringAt(repeats, row);
    if (repeat) attempt.courseRepeatCode = repeat;
    const school = stringAt(schools, row);
    if (school) attempt.externalSchoolName = school;
    return attempt;
  };
}

/** Decimal columns hold millionths, as credits do. */
function creditsIn(values: Float64Array, row: number): number {
  const value = values[row] ?? Number.NaN;
  return Number.isNaN(value) ? 0 : value;
}
