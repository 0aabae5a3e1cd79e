import { type Day, formatDay, parseDay } from '../domain/calendar/day.ts';
import { lastClosedDay, localTimeOf } from '../domain/calendar/timeZone.ts';
import type { Coverage } from '../lake/edition.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { SchoolCalendars } from './schoolCalendars.ts';
import type { TakenDays } from './takenDays.ts';

export interface CoverageInput {
  readonly before: Coverage;
  /** Schools that the drop speaks of, whether or not they had an absence. */
  readonly schools: Iterable<string>;
  /** When the attendance events of a school were generated, by this drop or an earlier one; undefined: never sent. */
  readonly eventsAsOf: (school: string) => string | undefined;
  /** `file.attendanceEvents.to` of a drop that carries the file. */
  readonly statedTo: Day | undefined;
  /** What attendanceTaken.csv says of a school this year; undefined where it does not name the school. */
  readonly takenDays: (school: string) => TakenDays | undefined;
  readonly calendars: SchoolCalendars;
  readonly tenant: Tenant;
}

/**
 * How far attendance is known after a drop that carried attendanceEvents or attendanceTaken, school by school:
 * 1. what the manifest states, never a day after the drop was made;
 * 2. else the last day for which the school says that it took attendance, a closed one;
 * 3. else its last instructional day that was closed when the events were generated.
 * Never the last event's day, because a school without absences is not stale; and it never goes back.
 */
export function coverageAfter(input: CoverageInput): Coverage {
  const { before, schools, eventsAsOf } = input;
  const after = new Map(Object.entries(before));
  for (const school of schools) {
    const generatedAt = eventsAsOf(school);
    if (generatedAt === undefined || !input.calendars.has(school)) continue;
    const day = knownTo(school, new Date(generatedAt), input);
    const known = parseDay(after.get(school) ?? '') ?? Number.NEGATIVE_INFINITY;
    if (day !== undefined && day > known) after.set(school, formatDay(day));
  }
  return Object.fromEntries([...after].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function knownTo(school: string, generated: Date, input: CoverageInput): Day | undefined {
  const { statedTo, takenDays, calendars, tenant } = input;
  if (statedTo !== undefined) return Math.min(statedTo, localTimeOf(generated, tenant.timeZone).day);
  const closed = lastClosedDay(generated, tenant.timeZone, tenant.schoolYear.dayClosesAt);
  const taken = takenDays(school);
  return taken ? taken.lastTaken(closed) : calendars.lastInstructionalDay(school, closed);
}
