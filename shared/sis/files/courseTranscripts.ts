import { COURSE_ATTEMPT_RESULTS } from '../../domain/graduation/attempts.ts';
import { boolean, coded, decimal, id, list, oneOf, text, year } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { GRADE_LEVEL_ALIASES, GRADE_LEVELS } from './gradeLevels.ts';

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
    finalLetterGrade: text,
    finalNumericGrade: decimal(0, 1000),
    gradeScaleId: text,
    gradePoints: decimal(0, 100),
    courseLevel: text,
    courseRepeatCode: oneOf(COURSE_REPEAT_CODES),
    methodCreditEarned: text,
    gradeLevelWhenTaken: oneOf(GRADE_LEVELS, GRADE_LEVEL_ALIASES),
    excludeFromGraduation: boolean,
    excludeFromGpa: boolean,
    schoolSourcedId: id,
    externalSchoolName: text,
  },
  key: ['studentSourcedId', 'schoolYear', 'term', 'courseCode', 'schoolSourcedId', 'externalSchoolName'],
  school: 'schoolSourcedId',
  scope: { kind: 'schoolYear', column: 'schoolYear' },
  references: { studentSourcedId: 'users', schoolSourcedId: 'orgs' },
  rule: ({ indexOf }) => {
    const school = indexOf('schoolSourcedId');
    const external = indexOf('externalSchoolName');
    return ({ values }) =>
      Number.isNaN(values[school]) && Number.isNaN(values[external])
        ? {
            column: 'schoolSourcedId',
            code: 'row.missing_required_value',
            message:
              'Say where the course was taken: fill in schoolSourcedId, or externalSchoolName for another school.',
          }
        : undefined;
  },
});
