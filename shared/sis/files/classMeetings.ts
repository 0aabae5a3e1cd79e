import { date, id, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/** The periods in which a class met on a day: what period attendance is a share of. */
export const classMeetingsFile = defineFile({
  name: 'classMeetings',
  columns: {
    classSourcedId: required(id),
    date: required(date),
    period: required(text),
  },
  key: ['classSourcedId', 'date', 'period'],
  scope: { kind: 'day', column: 'date' },
  references: { classSourcedId: 'classes' },
});
