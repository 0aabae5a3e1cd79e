import { date, decimal, id, text } from '../cells/types.ts';
import { defineFile, headerOf, type RuleScope, required } from '../fileSpec.ts';

/** Graded work of a class (OneRoster). 1.1 calls the session it counts in `gradingPeriodSourcedId`. */
export const lineItemsFile = defineFile({
  name: 'lineItems',
  headers: {
    '1.1': headerOf(
      'sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,' +
        'gradingPeriodSourcedId,resultValueMin,resultValueMax',
    ),
    '1.2': headerOf(
      'sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,categorySourcedId,' +
        'academicSessionSourcedId,resultValueMin,resultValueMax,schoolSourcedId',
    ),
  },
  formerNames: { gradingPeriodSourcedId: 'academicSessionSourcedId' },
  columns: {
    sourcedId: required(id),
    title: required(text),
    description: text,
    assignDate: required(date),
    dueDate: required(date),
    classSourcedId: required(id),
    categorySourcedId: id,
    academicSessionSourcedId: id,
    resultValueMin: decimal(-100_000, 100_000),
    resultValueMax: decimal(-100_000, 100_000),
    schoolSourcedId: id,
  },
  key: ['sourcedId'],
  school: 'schoolSourcedId',
  scope: { kind: 'day', column: 'dueDate' },
  references: {
    classSourcedId: 'classes',
    categorySourcedId: 'categories',
    academicSessionSourcedId: 'academicSessions',
    schoolSourcedId: 'orgs',
  },
  rule: (scope) => {
    const noteDates = dueBeforeAssigned(scope);
    const [minimum, maximum] = [scope.indexOf('resultValueMin'), scope.indexOf('resultValueMax')];
    return ({ values }) => {
      if ((values[maximum] ?? Number.NaN) < (values[minimum] ?? Number.NaN)) {
        return {
          column: 'resultValueMax',
          code: 'row.maximum_below_minimum',
          message: 'No score is possible: resultValueMax is below resultValueMin. Correct one of them.',
        };
      }
      noteDates(values);
      return undefined;
    };
  },
});

function dueBeforeAssigned({ indexOf, note }: RuleScope): (values: Float64Array) => void {
  const [assigned, due] = [indexOf('assignDate'), indexOf('dueDate')];
  return (values) => {
    if (!((values[due] ?? Number.NaN) < (values[assigned] ?? Number.NaN))) return;
    note({
      column: 'dueDate',
      code: 'row.due_before_assigned',
      finding: 'lies before assignDate',
      consequence: 'the rows are kept as they are.',
    });
  };
}
