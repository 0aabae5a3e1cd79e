import { code, coded, date, id, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { inOrder } from './inOrder.ts';
import { ED_FI_PROGRAM_TYPES, PROGRAM_TYPES } from './programTypes.ts';

/** Which program a student takes part in from when to when (Ed-Fi GeneralStudentProgramAssociation). */
export const programsFile = defineFile({
  name: 'programs',
  columns: {
    studentSourcedId: required(id),
    programType: required(coded(PROGRAM_TYPES)),
    beginDate: required(date),
    programName: text,
    endDate: date,
    schoolSourcedId: id,
    careerPathway: text,
    cipCode: code,
    participationStatus: code,
  },
  key: ['studentSourcedId', 'programType', 'beginDate', 'programName', 'schoolSourcedId', 'careerPathway'],
  school: 'schoolSourcedId',
  scope: { kind: 'span', from: 'beginDate', to: 'endDate' },
  references: { studentSourcedId: 'users', schoolSourcedId: 'orgs' },
  codes: { programType: ED_FI_PROGRAM_TYPES },
  rule: inOrder('beginDate', 'endDate'),
});
