import { type CalendarEvent, isInstructionalDay } from '../domain/calendar/calendarEvent.ts';
import type { Day } from '../domain/calendar/day.ts';
import type { SchoolId } from '../domain/identity.ts';
import { calendarDatesFile } from '../sis/files/calendarDates.ts';
import type { Edition } from './edition.ts';
import type { Lake } from './lake.ts';
import { openTable } from './reader.ts';
import { dayAt, stringAt } from './rows.ts';

/** The instructional days of every school in an edition, ascending. */
export async function readInstructionalDays(
  lake: Lake,
  edition: Edition,
): Promise<ReadonlyMap<SchoolId, readonly Day[]>> {
  const table = await openTable(lake, edition, calendarDatesFile.table);
  const [schools, dates, kinds] = [
    table.strings('schoolSourcedId'),
    table.ints('date'),
    table.strings('calendarEvent'),
  ];
  const eventsOf = new Map<SchoolId, Map<Day, CalendarEvent[]>>();
  for (let row = 0; row < table.rowCount; row++) {
    const school = stringAt(schools, row);
    const day = dayAt(dates, row);
    const event = stringAt(kinds, row) as CalendarEvent | undefined;
    if (school === undefined || day === undefined || event === undefined) continue;
    const days = eventsOf.get(school) ?? new Map<Day, CalendarEvent[]>();
    eventsOf.set(school, days.set(day, [...(days.get(day) ?? []), event]));
  }
  const instructional = (days: ReadonlyMap<Day, readonly CalendarEvent[]>) =>
    [...days]
      .filter(([, events]) => isInstructionalDay(events))
      .map(([day]) => day)
      .sort((a, b) => a - b);
  return new Map([...eventsOf].map(([school, days]) => [school, instructional(days)]));
}
