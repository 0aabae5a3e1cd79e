import { boolean, date, decimal, id, oneOf, personalText, text } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';

/** OneRoster scoreStatus. */
export const SCORE_STATUSES = ['exempt', 'fully graded', 'not submitted', 'partially graded', 'submitted'] as const;

/** What a student got for a line item (OneRoster); 1.2 adds whether it is missing, late, incomplete or in progress. */
export const resultsFile = defineFile({
  name: 'results',
  headers: {
    '1.1': headerOf(
      'sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment',
    ),
    '1.2': headerOf(
      'sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,comment,' +
        'textScore,classSourcedId,inProgress,incomplete,late,missing',
    ),
  },
  columns: {
    sourcedId: required(id),
    lineItemSourcedId: required(id),
    studentSourcedId: required(id),
    scoreStatus: required(oneOf(SCORE_STATUSES)),
    score: decimal(-100_000, 100_000),
    scoreDate: required(date),
    comment: personalText,
    textScore: text,
    classSourcedId: id,
    inProgress: boolean,
    incomplete: boolean,
    late: boolean,
    missing: boolean,
  },
  key: ['sourcedId'],
  scope: { kind: 'day', column: 'scoreDate' },
  references: { lineItemSourcedId: 'lineItems', studentSourcedId: 'users', classSourcedId: 'classes' },
});
