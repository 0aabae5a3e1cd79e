import { date, id, oneOf, text, year } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';
import { inOrder } from './inOrder.ts';

const HEADER = headerOf('sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear');

/** School years, terms and grading periods (OneRoster). */
export const academicSessionsFile = defineFile({
  name: 'academicSessions',
  headers: { '1.1': HEADER, '1.2': HEADER },
  columns: {
    sourcedId: required(id),
    title: required(text),
    type: required(oneOf(['gradingPeriod', 'semester', 'schoolYear', 'term'])),
    startDate: required(date),
    endDate: required(date),
    parentSourcedId: id,
    schoolYear: required(year),
  },
  key: ['sourcedId'],
  scope: { kind: 'schoolYear', column: 'schoolYear' },
  references: { parentSourcedId: 'academicSessions' },
  rule: inOrder('startDate', 'endDate'),
});
