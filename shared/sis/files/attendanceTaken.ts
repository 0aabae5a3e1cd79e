import { boolean, date, id } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/**
 * The days for which a school, or a class of it, took attendance. `complete` false: it was begun and is not finished;
 * empty says that it is.
 */
export const attendanceTakenFile = defineFile({
  name: 'attendanceTaken',
  columns: {
    schoolSourcedId: required(id),
    date: required(date),
    classSourcedId: id,
    complete: boolean,
  },
  key: ['schoolSourcedId', 'date', 'classSourcedId'],
  school: 'schoolSourcedId',
  scope: { kind: 'day', column: 'date' },
  references: { schoolSourcedId: 'orgs', classSourcedId: 'classes' },
});
