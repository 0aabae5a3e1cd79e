import { date, id, integer, oneOf, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/** Ed-Fi CalendarEvent. Make-up days and days of late arrival or early dismissal are instructional. */
export const CALENDAR_EVENTS = [
  'instructionalDay',
  'makeUpDay',
  'holiday',
  'nonInstructionalDay',
  'weatherDay',
  'teacherOnlyDay',
  'emergencyDay',
  'strike',
  'studentLateArrivalEarlyDismissal',
  'other',
] as const;

/** A school's days. One event a day and calendar: a snow day sent later takes the place of the instructional day. */
export const calendarDatesFile = defineFile({
  name: 'calendarDates',
  columns: {
    schoolSourcedId: required(id),
    date: required(date),
    calendarEvent: required(oneOf(CALENDAR_EVENTS)),
    calendarCode: text,
    instructionalMinutes: integer(0, 1440),
  },
  key: ['schoolSourcedId', 'date', 'calendarCode'],
  school: 'schoolSourcedId',
  scope: { kind: 'day', column: 'date' },
});
