import { code, date, decimal, id, integer } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { markRule } from './marks.ts';

/**
 * Marks of running classes (Ed-Fi Grade): one for each class, session and kind of mark, which a later `asOfDate` takes the
 * place of.
 */
export const gradesFile = defineFile({
  name: 'grades',
  columns: {
    studentSourcedId: required(id),
    classSourcedId: required(id),
    academicSessionSourcedId: required(id),
    asOfDate: required(date),
    letterGrade: code,
    numericGrade: decimal(-1000, 100_000),
    gradeScaleId: code,
    gradeType: code,
    missingAssignments: integer(0, 10_000),
  },
  key: ['studentSourcedId', 'classSourcedId', 'academicSessionSourcedId', 'gradeType'],
  scope: { kind: 'day', column: 'asOfDate' },
  references: {
    studentSourcedId: 'users',
    classSourcedId: 'classes',
    academicSessionSourcedId: 'academicSessions',
  },
  rule: markRule('letterGrade', 'numericGrade'),
});
