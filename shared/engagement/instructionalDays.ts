import { schoolCalendars } from '../assess/students/calendars.ts';
import type { Day } from '../domain/calendar/day.ts';
import type { SchoolId } from '../domain/identity.ts';
import type { Edition } from '../lake/edition.ts';
import type { Lake } from '../lake/lake.ts';
import { openTable } from '../lake/reader.ts';
import { calendarDatesFile } from '../sis/files/calendarDates.ts';

/** Plans may reach into another school year: every day the calendars know of counts. */
const EVERY_YEAR = { first: Number.NEGATIVE_INFINITY, last: Number.POSITIVE_INFINITY };

/** The instructional days of every school in an edition, ascending. */
export async function readInstructionalDays(
  lake: Lake,
  edition: Edition,
): Promise<ReadonlyMap<SchoolId, readonly Day[]>> {
  const calendarDates = await openTable(lake, edition, calendarDatesFile.table);
  const calendars = schoolCalendars({ calendarDates }, {}, EVERY_YEAR);
  return new Map([...calendars].map(([school, calendar]) => [school, calendar.instructionalDays]));
}
