import { boolean, code, coded, date, decimal, id, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { GRADE_LEVEL_ALIASES, GRADE_LEVELS } from './gradeLevels.ts';

/** Scores of screeners, state tests and examinations (Ed-Fi StudentAssessment): a row for each subject and kind of score. */
export const assessmentsFile = defineFile({
  name: 'assessments',
  columns: {
    studentSourcedId: required(id),
    assessmentId: required(text),
    administrationDate: required(date),
    title: text,
    academicSubject: text,
    score: decimal(-100_000, 100_000),
    scoreMethod: code,
    performanceLevel: code,
    benchmarkStatus: code,
    window: code,
    gradeLevel: coded(GRADE_LEVELS, GRADE_LEVEL_ALIASES),
    examCode: code,
    passed: boolean,
  },
  key: ['studentSourcedId', 'assessmentId', 'administrationDate', 'academicSubject', 'scoreMethod', 'examCode'],
  scope: { kind: 'day', column: 'administrationDate' },
  references: { studentSourcedId: 'users' },
});
