import { enrolledSpans } from '../attendance/enrolledSpans.ts';
import type { SchoolCalendar, SchoolEnrollment } from '../attendance/record.ts';
import type { Day } from '../calendar/day.ts';
import type { BehaviorContext } from './context.ts';

/**
 * A student's own last school days up to and including `upTo`, ascending, at most `howMany`: instructional days of the
 * school that counts them, by its calendar, while enrolled there. Empty where no calendar is known.
 */
export function lastSchoolDays(
  enrollments: readonly SchoolEnrollment[],
  upTo: Day,
  howMany: number,
  { schoolYear, calendars, exitDayCounts }: Pick<BehaviorContext, 'schoolYear' | 'calendars' | 'exitDayCounts'>,
): readonly Day[] {
  const within = { first: schoolYear.first, last: Math.min(upTo, schoolYear.last) };
  const spans = enrolledSpans(enrollments, within, exitDayCounts);
  const days: Day[] = [];
  for (let at = spans.length - 1; at >= 0 && days.length < howMany; at--) {
    const span = spans[at];
    const calendar = span && calendars.get(span.school);
    if (span && calendar) collectBackwards(calendar, span, howMany, days);
  }
  return days.reverse();
}

function collectBackwards(
  { instructionalDays }: SchoolCalendar,
  { from, to }: { readonly from: Day; readonly to: Day },
  howMany: number,
  days: Day[],
): void {
  for (let at = countUpTo(instructionalDays, to) - 1; at >= 0 && days.length < howMany; at--) {
    const day = instructionalDays[at];
    if (day === undefined || day < from) return;
    days.push(day);
  }
}

/** How many of ascending days lie on or before one. */
function countUpTo(days: readonly Day[], last: Day): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? last) <= last) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of the last `count` days up to the one at `position`; undefined where that few are not known. */
export function windowStart(days: readonly Day[], position: number, count: number): Day | undefined {
  return position - count + 1 < 0 ? undefined : days[position - count + 1];
}
