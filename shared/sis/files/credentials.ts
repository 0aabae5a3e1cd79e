import { code, date, id, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/** Industry credentials a student was awarded. */
export const credentialsFile = defineFile({
  name: 'credentials',
  columns: {
    studentSourcedId: required(id),
    credentialId: required(text),
    awardDate: required(date),
    title: text,
    careerPathway: text,
    cipCode: code,
  },
  key: ['studentSourcedId', 'credentialId', 'awardDate'],
  scope: { kind: 'day', column: 'awardDate' },
  references: { studentSourcedId: 'users' },
});
