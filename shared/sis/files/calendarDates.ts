import { CALENDAR_EVENTS } from '../../domain/calendar/calendarEvent.ts';
import { date, id, integer, oneOf, text } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

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
  references: { schoolSourcedId: 'orgs' },
});
