import { boolean, date, id, oneOf } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';
import { inOrder } from './inOrder.ts';

const HEADER = headerOf(
  'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
);

/** Who attends or teaches which class (OneRoster); enrolment at a school is in schoolEnrollments.csv. */
export const enrollmentsFile = defineFile({
  name: 'enrollments',
  headers: { '1.1': HEADER, '1.2': HEADER },
  columns: {
    sourcedId: required(id),
    classSourcedId: required(id),
    schoolSourcedId: required(id),
    userSourcedId: required(id),
    role: required(oneOf(['administrator', 'proctor', 'student', 'teacher'])),
    primary: boolean,
    beginDate: date,
    endDate: date,
  },
  key: ['sourcedId'],
  school: 'schoolSourcedId',
  scope: { kind: 'whole' },
  references: { classSourcedId: 'classes', schoolSourcedId: 'orgs', userSourcedId: 'users' },
  rule: inOrder('beginDate', 'endDate'),
});
