import { coded, date, id } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { inOrder } from './inOrder.ts';

export const CASELOAD_ROLES = ['counselor', 'caseManager', 'mentor', 'teacherOfRecord', 'interventionist'] as const;

/** Which staff member looks after which student. */
export const caseloadsFile = defineFile({
  name: 'caseloads',
  columns: {
    staffSourcedId: required(id),
    studentSourcedId: required(id),
    role: required(coded(CASELOAD_ROLES)),
    beginDate: date,
    endDate: date,
  },
  key: ['staffSourcedId', 'studentSourcedId', 'role', 'beginDate'],
  scope: { kind: 'whole' },
  references: { staffSourcedId: 'users', studentSourcedId: 'users' },
  rule: inOrder('beginDate', 'endDate'),
});
