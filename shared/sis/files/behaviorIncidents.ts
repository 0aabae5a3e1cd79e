import { ACTION_TYPES, INCIDENT_LEVELS, PARTICIPATION_CODES } from '../../domain/behavior/record.ts';
import { code, coded, codedOrEmpty, date, decimal, id, personalText, text, time } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { leftOutNotes } from './leftOut.ts';

/** What Ed-Fi's names of a discipline say of its type. */
const ED_FI_DISCIPLINES = {
  'In School Suspension': { actionType: 'in-school suspension' },
  'Out of School Suspension': { actionType: 'out-of-school suspension' },
  Expulsion: { actionType: 'expulsion' },
  'Expulsion with Services': { actionType: 'expulsion' },
  'Expulsion under Guns Free School Act': { actionType: 'expulsion' },
  'Expulsion under Guns Free School Act with Services': { actionType: 'expulsion' },
};

/**
 * Who took part in which incident, and what followed (Ed-Fi DisciplineIncident, DisciplineAction): a row for each student
 * and action. What, where, when, who and which day stay apart (PBIS Big Five).
 */
export const behaviorIncidentsFile = defineFile({
  name: 'behaviorIncidents',
  columns: {
    incidentId: required(id),
    studentSourcedId: required(id),
    schoolSourcedId: required(id),
    date: required(date),
    behavior: required(text),
    time,
    location: text,
    participationCode: coded(PARTICIPATION_CODES),
    incidentLevel: codedOrEmpty(INCIDENT_LEVELS),
    description: personalText,
    disciplineAction: code,
    actionStartDate: date,
    actionLengthDays: decimal(0, 1000),
    actionType: coded(ACTION_TYPES),
  },
  key: ['incidentId', 'studentSourcedId', 'schoolSourcedId', 'disciplineAction', 'actionType', 'actionStartDate'],
  school: 'schoolSourcedId',
  scope: { kind: 'day', column: 'date' },
  references: { studentSourcedId: 'users', schoolSourcedId: 'orgs' },
  codes: { disciplineAction: ED_FI_DISCIPLINES },
  rule: (scope) => {
    const noteLevel = leftOutNotes(scope, 'incidentLevel', {
      unmapped:
        'no code map names it, and the incidents count as minor. Name it in codes.behaviorIncidents.incidentLevel.',
      empty: 'the incidents count as minor. Send major or minor, or say what an empty level means.',
    });
    return (row) => {
      noteLevel(row);
      return undefined;
    };
  },
});
