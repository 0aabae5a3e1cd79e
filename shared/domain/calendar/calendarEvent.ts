/** `calendarEvent` of calendarDates.csv (Ed-Fi CalendarEventDescriptor). */
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
export type CalendarEvent = (typeof CALENDAR_EVENTS)[number];

const INSTRUCTIONAL: ReadonlySet<CalendarEvent> = new Set([
  'instructionalDay',
  'makeUpDay',
  'studentLateArrivalEarlyDismissal',
]);

/** Whether an event alone makes its day an instructional one; late arrival and early dismissal do. */
export function isInstructional(event: CalendarEvent): boolean {
  return INSTRUCTIONAL.has(event);
}

/**
 * Whether a day with these events (Ed-Fi allows several) is instructional: one says so and none takes it back, as a
 * weather day does. `other` says nothing either way.
 */
export function isInstructionalDay(events: readonly CalendarEvent[]): boolean {
  return events.some(isInstructional) && events.every((event) => event === 'other' || isInstructional(event));
}
