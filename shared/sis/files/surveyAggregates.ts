import { coded, date, decimal, id, integer, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { CONSTRUCT_ALIASES, CONSTRUCTS, RESPONDENT_TYPES } from './surveyWords.ts';

/** Anonymous surveys, and those of families and staff, by school: no answer of one person. */
export const surveyAggregatesFile = defineFile({
  name: 'surveyAggregates',
  columns: {
    schoolSourcedId: required(id),
    surveyId: required(text),
    administrationDate: required(date),
    respondentType: required(coded(RESPONDENT_TYPES)),
    construct: required(coded(CONSTRUCTS, CONSTRUCT_ALIASES)),
    mean: required(decimal(-100_000, 100_000)),
    responses: required(integer(1, 100_000_000)),
  },
  key: ['schoolSourcedId', 'surveyId', 'administrationDate', 'respondentType', 'construct'],
  school: 'schoolSourcedId',
  scope: { kind: 'day', column: 'administrationDate' },
  references: { schoolSourcedId: 'orgs' },
});
