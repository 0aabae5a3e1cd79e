import { COURSE_ATTEMPT_RESULTS } from '../../domain/graduation/attempts.ts';
import { boolean, code, coded, decimal, id, list, text, year } from '../cells/types.ts';
import { defineFile, type RowRefusal, type RuleScope, required } from '../fileSpec.ts';
import { GRADE_LEVEL_ALIASES, GRADE_LEVELS } from './gradeLevels.ts';
import { markRule } from './marks.ts';

/** Ed-Fi CourseRepeatCode. */
export const COURSE_REPEAT_CODES = [
  'Not Counted Other',
  'Repeat Counted',
  'Repeat NotCounted',
  'Repeat Other Institution',
  'Replaced NotCounted',
  'Replacement Counted',
] as const;

/** Courses attempted and credits earned, by term (Ed-Fi CourseTranscript). */
export const courseTranscriptsFile = defineFile({
  name: 'courseTranscripts',
  columns: {
    studentSourcedId: required(id),
    schoolYear: required(year),
    term: required(text),
    courseCode: required(text),
    attemptedCredits: required(decimal(0, 1000)),
    earnedCredits: required(decimal(0, 1000)),
    courseAttemptResult: required(coded(COURSE_ATTEMPT_RESULTS)),
    courseTitle: text,
    academicSubject: text,
    creditCategories: list,
    finalLetterGrade: code,
    finalNumericGrade: decimal(0, 1000),
    gradeScaleId: code,
    gradePoints: decimal(0, 100),
    courseLevel: text,
    courseRepeatCode: coded(COURSE_REPEAT_CODES),
    methodCreditEarned: text,
    gradeLevelWhenTaken: coded(GRADE_LEVELS, GRADE_LEVEL_ALIASES),
    excludeFromGraduation: boolean,
    excludeFromGpa: boolean,
    schoolSourcedId: id,
    externalSchoolName: text,
  },
  key: ['studentSourcedId', 'schoolYear', 'term', 'courseCode', 'schoolSourcedId', 'externalSchoolName'],
  school: 'schoolSourcedId',
  scope: { kind: 'schoolYear', column: 'schoolYear' },
  references: { studentSourcedId: 'users', schoolSourcedId: 'orgs' },
  rule: (scope) => {
    const [school, external] = [scope.indexOf('schoolSourcedId'), scope.indexOf('externalSchoolName')];
    const noteCredits = moreEarnedThanAttempted(scope);
    const refuseMark = markRule('finalLetterGrade', 'finalNumericGrade')(scope);
    return (row) => {
      if (Number.isNaN(row.values[school]) && Number.isNaN(row.values[external])) return WITHOUT_SCHOOL;
      noteCredits(row.values);
      return refuseMark(row);
    };
  },
});

const WITHOUT_SCHOOL: RowRefusal = {
  column: 'schoolSourcedId',
  code: 'row.missing_required_value',
  message: 'Say where the course was taken: fill in schoolSourcedId, or externalSchoolName for another school.',
};

/** Some systems write 0 attempted credits for credit by examination or transfer: it is told of, and kept. */
function moreEarnedThanAttempted({ indexOf, note }: RuleScope): (values: Float64Array) => void {
  const [attempted, earned] = [indexOf('attemptedCredits'), indexOf('earnedCredits')];
  return (values) => {
    if (!((values[earned] ?? Number.NaN) > (values[attempted] ?? Number.NaN))) return;
    note({
      column: 'earnedCredits',
      code: 'row.earned_exceeds_attempted',
      finding: 'is more than attemptedCredits',
      consequence: 'the rows are kept as they are.',
    });
  };
}
