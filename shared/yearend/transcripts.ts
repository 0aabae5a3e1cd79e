import type { CourseAttempt, CourseAttemptResult } from '../domain/graduation/attempts.ts';
import type { StudentId } from '../domain/identity.ts';
import { groupRows, integerAt, stringAt } from '../lake/rows.ts';
import type { StringColumn, Table } from '../lake/table.ts';
import { listOf } from '../sis/cells/types.ts';

/** Looks up the transcript rows of a student, in the table's order. */
export function transcriptReader(table: Table): (student: StudentId) => readonly CourseAttempt[] {
  const students = table.strings('studentSourcedId');
  const { offsets, rows } = groupRows(students, table.rowCount);
  const codes = new Map(students.values.map((value, code) => [value, code]));
  const read = rowReader(table);
  return (student) => {
    const code = codes.get(student);
    if (code === undefined) return [];
    return Array.from(rows.subarray(offsets[code], offsets[code + 1]), read);
  };
}

function rowReader(table: Table): (row: number) => CourseAttempt {
  const schoolYears = table.ints('schoolYear');
  const terms = table.strings('term');
  const courseCodes = table.strings('courseCode');
  const attempted = table.decimals('attemptedCredits');
  const earned = table.decimals('earnedCredits');
  const results = table.strings('courseAttemptResult');
  const excluded = table.ints('excludeFromGraduation');
  const categories = table.strings('creditCategories');
  const optional: readonly (readonly [keyof CourseAttempt, StringColumn])[] = [
    ['courseTitle', table.strings('courseTitle')],
    ['academicSubject', table.strings('academicSubject')],
    ['courseRepeatCode', table.strings('courseRepeatCode')],
    ['externalSchoolName', table.strings('externalSchoolName')],
  ];
  return (row) => ({
    schoolYear: integerAt(schoolYears, row) ?? 0,
    term: stringAt(terms, row) ?? '',
    courseCode: stringAt(courseCodes, row) ?? '',
    attemptedCredits: creditsIn(attempted.values, row),
    earnedCredits: creditsIn(earned.values, row),
    // The column holds nothing but these words: the file's declaration refuses the rest.
    result: (stringAt(results, row) ?? 'Incomplete') as CourseAttemptResult,
    creditCategories: listOf(stringAt(categories, row)),
    excludeFromGraduation: integerAt(excluded, row) === 1,
    row: {
      drop: stringAt(table.drops, row) ?? '',
      file: table.schema.name,
      line: integerAt(table.lines, row) ?? 0,
    },
    ...Object.fromEntries(
      optional.flatMap(([name, column]) => {
        const text = stringAt(column, row);
        return text ? [[name, text]] : [];
      }),
    ),
  });
}

/** Decimal columns hold millionths, as credits do. */
function creditsIn(values: Float64Array, row: number): number {
  const value = values[row] ?? Number.NaN;
  return Number.isNaN(value) ? 0 : value;
}
