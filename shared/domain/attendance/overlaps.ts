import type { Day } from '../calendar/day.ts';
import type { SchoolId } from '../identity.ts';
import { byPreference, isEnrollment, lastEnrolledDay } from './enrolledSpans.ts';
import type { SchoolEnrollment } from './record.ts';

/** Two enrolments of a student on the same days; each day counts at the preferred one of all that are open. */
export interface Overlap<Enrollment extends SchoolEnrollment = SchoolEnrollment> {
  /** The preferred one's school. */
  readonly counted: SchoolId;
  readonly other: SchoolId;
  /** Calendar days, both included. */
  readonly from: Day;
  readonly to: Day;
  /** The preferred one first. */
  readonly enrollments: readonly [Enrollment, Enrollment];
}

/**
 * The overlapping pairs among a student's enrolments within `first` to `last`, ascending by day. Two at one school overlap
 * as well: the record is doubled, and its days count once all the same.
 */
export function overlaps<Enrollment extends SchoolEnrollment>(
  enrollments: readonly Enrollment[],
  within: { readonly first: Day; readonly last: Day },
  exitDayCounts: boolean,
): readonly Overlap<Enrollment>[] {
  const last = (each: Enrollment) => Math.min(lastEnrolledDay(each, exitDayCounts), within.last);
  const valid = enrollments.filter((each) => isEnrollment(each) && Math.max(each.entry, within.first) <= last(each));
  if (valid.length < 2) return [];
  valid.sort(byPreference);
  const found: Overlap<Enrollment>[] = [];
  for (const [index, a] of valid.entries()) {
    for (const b of valid.slice(index + 1)) {
      const from = Math.max(a.entry, b.entry, within.first);
      const to = Math.min(last(a), last(b));
      if (from <= to) found.push({ counted: a.school, other: b.school, from, to, enrollments: [a, b] });
    }
  }
  return found.sort((x, y) => x.from - y.from || x.to - y.to);
}
