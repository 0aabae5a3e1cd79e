import { type Day, formatDay, parseDay } from '../domain/calendar/day.ts';
import { lastClosedDay, localTimeOf } from '../domain/calendar/timeZone.ts';
import type { Coverage } from '../lake/edition.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { SchoolCalendars } from './schoolCalendars.ts';

export interface CoverageInput {
  readonly before: Coverage;
  /** Schools that the drop speaks of, whether or not they had an absence. */
  readonly schools: Iterable<string>;
  readonly generatedAt: string;
  /** `file.attendanceEvents.to`. */
  readonly statedTo: Day | undefined;
  readonly calendars: SchoolCalendars;
  readonly tenant: Tenant;
}

/**
 * How far attendance is known after a drop that carried attendanceEvents. It is what the manifest states (never a day
 * after the drop was made), else the last instructional day that was closed by then; never the last event's day, because
 * a school without absences is not stale; and it never goes back.
 */
export function coverageAfter(input: CoverageInput): Coverage {
  const { before, schools, generatedAt, statedTo, calendars, tenant } = input;
  const generated = new Date(generatedAt);
  const madeOn = localTimeOf(generated, tenant.timeZone).day;
  const closed = lastClosedDay(generated, tenant.timeZone, tenant.schoolYear.dayClosesAt);
  const after = new Map(Object.entries(before));
  for (const school of schools) {
    if (!calendars.has(school)) continue;
    const day = statedTo === undefined ? calendars.lastInstructionalDay(school, closed) : Math.min(statedTo, madeOn);
    const known = parseDay(after.get(school) ?? '') ?? Number.NEGATIVE_INFINITY;
    if (day !== undefined && day > known) after.set(school, formatDay(day));
  }
  return Object.fromEntries([...after].sort(([a], [b]) => (a < b ? -1 : 1)));
}
