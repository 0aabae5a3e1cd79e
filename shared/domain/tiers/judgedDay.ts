import { isEnrollment, lastEnrolledDay } from '../attendance/enrolledSpans.ts';
import type { SchoolEnrollment } from '../attendance/record.ts';
import type { Day } from '../calendar/day.ts';

/** The day as of which a student is judged. */
export interface JudgedDay {
  /** The as-of day; of a student who has left the last enrolled one, so that the tier of that day stays. */
  readonly day: Day;
  readonly exited: boolean;
}

/** What decides which day that is. */
export interface JudgedYear {
  readonly asOf: Day;
  readonly schoolYear: { readonly first: Day; readonly last: Day };
  readonly exitDayCounts: boolean;
}

/**
 * As of which day every domain judges a student: what is dated later does not count. Undefined for who was enrolled on no
 * day of the school year so far, also when an enrolment is announced: they are `notEnrolled`.
 */
export function judgedDay(
  enrollments: readonly SchoolEnrollment[],
  { asOf, schoolYear, exitDayCounts }: JudgedYear,
): JudgedDay | undefined {
  let [hasBegun, isOpen, left] = [false, false, schoolYear.first];
  for (const enrollment of enrollments) {
    const last = lastEnrolledDay(enrollment, exitDayCounts);
    const isOfYear = last >= Math.max(enrollment.entry, schoolYear.first) && enrollment.entry <= schoolYear.last;
    if (!isOfYear || !isEnrollment(enrollment)) continue;
    if (enrollment.entry <= asOf) hasBegun = true;
    if (last >= asOf) isOpen = true;
    else left = Math.max(left, last);
  }
  if (!hasBegun) return undefined;
  return isOpen ? { day: asOf, exited: false } : { day: left, exited: true };
}
