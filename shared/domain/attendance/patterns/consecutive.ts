import { formatDay } from '../../calendar/day.ts';
import type { Reason } from '../../tiers/result.ts';
import { isAtLeastHalf } from '../rowEffect.ts';
import type { AbsentDay, AttendanceTally } from '../tally.ts';

/** Counted days in a row that make a pattern. */
const FROM_DAYS = 3;

/**
 * Absences on consecutive counted days: each run of at least 3, a day belonging to it when at least half was missed. A
 * weekend or break between two counted days does not end a run. The value is the longest run, in days.
 */
export function consecutiveAbsences({ absentDays }: AttendanceTally): Reason | undefined {
  const dates: string[] = [];
  let longest = 0;
  for (let start = 0, end = 1; start < absentDays.length; start = end, end = start + 1) {
    while (continues(absentDays[end - 1], absentDays[end])) end += 1;
    if (end - start < FROM_DAYS) continue;
    longest = Math.max(longest, end - start);
    for (const { day } of absentDays.slice(start, end)) dates.push(formatDay(day));
  }
  return longest === 0 ? undefined : { code: 'consecutiveAbsences', value: `${longest}`, dates };
}

/** Whether an absent day is the counted day after another, at least half of each missed. */
function continues(before: AbsentDay | undefined, next: AbsentDay | undefined): boolean {
  if (before === undefined || next === undefined || next.position !== before.position + 1) return false;
  return isAtLeastHalf(before.share) && isAtLeastHalf(next.share);
}
