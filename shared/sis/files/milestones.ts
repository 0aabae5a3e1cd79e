import { code, date, decimal, id, personalText } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/** What a student must do beside courses: service hours, FAFSA, a postsecondary plan, waivers. */
export const milestonesFile = defineFile({
  name: 'milestones',
  columns: {
    studentSourcedId: required(id),
    code: required(code),
    status: required(code),
    date,
    hours: decimal(0, 100_000),
    authorizer: personalText,
    reason: personalText,
  },
  key: ['studentSourcedId', 'code', 'date', 'authorizer'],
  scope: { kind: 'whole' },
  references: { studentSourcedId: 'users' },
});
