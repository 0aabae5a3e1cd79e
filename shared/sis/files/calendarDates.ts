import { CALENDAR_EVENTS } from '../../domain/calendar/calendarEvent.ts';
import { coded, date, id, integer, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/** Ed-Fi's descriptors of just these events. */
const ED_FI_CALENDAR_EVENTS = {
  'Instructional day': 'instructionalDay',
  'Make-up day': 'makeUpDay',
  Holiday: 'holiday',
  'Non-instructional day': 'nonInstructionalDay',
  'Weather day': 'weatherDay',
  'Teacher only day': 'teacherOnlyDay',
  'Emergency day': 'emergencyDay',
  Strike: 'strike',
  'Student late arrival/early dismissal': 'studentLateArrivalEarlyDismissal',
  Other: 'other',
};

/** A school's days. One event a day and calendar: a snow day sent later takes the place of the instructional day. */
export const calendarDatesFile = defineFile({
  name: 'calendarDates',
  columns: {
    schoolSourcedId: required(id),
    date: required(date),
    calendarEvent: required(coded(CALENDAR_EVENTS, ED_FI_CALENDAR_EVENTS)),
    calendarCode: text,
    instructionalMinutes: integer(0, 1440),
  },
  key: ['schoolSourcedId', 'date', 'calendarCode'],
  school: 'schoolSourcedId',
  scope: { kind: 'day', column: 'date' },
  references: { schoolSourcedId: 'orgs' },
});
