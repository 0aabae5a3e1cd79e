import { coded, decimal, id, text, year } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/** Courses a student asked for or is booked into and has not begun: credits that are planned, never earned. */
export const courseRequestsFile = defineFile({
  name: 'courseRequests',
  columns: {
    studentSourcedId: required(id),
    schoolYear: required(year),
    courseCode: required(text),
    term: text,
    potentialCredits: decimal(0, 1000),
    status: coded(['requested', 'enrolled']),
  },
  key: ['studentSourcedId', 'schoolYear', 'courseCode', 'term'],
  scope: { kind: 'schoolYear', column: 'schoolYear' },
  references: { studentSourcedId: 'users' },
});
