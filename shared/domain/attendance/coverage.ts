import type { Day } from '../calendar/day.ts';
import { countBetween } from '../calendar/instructionalDays.ts';
import type { SchoolCalendar } from './record.ts';

/** The last day of a school that may count: covered by its attendance and closed. Undefined when it never sent any. */
export function lastCountableDay(calendar: SchoolCalendar, asOf: Day): Day | undefined {
  return calendar.coveredTo === undefined ? undefined : Math.min(calendar.coveredTo, asOf);
}

/**
 * How many of a school's own instructional days its attendance lies behind `asOf`. Weekends, breaks and days without a
 * single absence are not behind: coverage says which days are known, the last event does not.
 */
export function schoolDaysBehind(calendar: SchoolCalendar, asOf: Day): number {
  const unknownFrom = calendar.coveredTo === undefined ? Number.NEGATIVE_INFINITY : calendar.coveredTo + 1;
  return countBetween(calendar.instructionalDays, unknownFrom, asOf);
}

/** Whether a school's attendance is so far behind that its students are assessed as of an earlier day and say so. */
export function isStale(calendar: SchoolCalendar, asOf: Day, staleAfterDays: number): boolean {
  return calendar.coveredTo !== undefined && schoolDaysBehind(calendar, asOf) >= staleAfterDays;
}
