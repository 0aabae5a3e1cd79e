import { byPreference, isEnrollment, isExited, lastEnrolledDay } from '../domain/attendance/enrolledSpans.ts';
import type { Day } from '../domain/calendar/day.ts';
import type { SchoolId } from '../domain/identity.ts';
import type { ListedEnrollment } from './schoolEnrollmentReader.ts';

export interface EnrolledAt {
  /** The school that lists the student; their last one when they have left; absent when never enrolled this year. */
  readonly listing?: ListedEnrollment;
  /** Schools whose lists show the student, ascending. */
  readonly schools: readonly SchoolId[];
  readonly exited: boolean;
}

interface YearOf {
  readonly asOf: Day;
  readonly schoolYear: { readonly first: Day; readonly last: Day };
  readonly settings: { readonly exitDayCounts: boolean };
}

/**
 * Where a student belongs on the as-of day: at the schools with an open enrolment; between two enrolments and before the
 * first day of school at the next one, so that nobody falls off every list over a weekend or in August.
 */
export function enrolledAt(enrollments: readonly ListedEnrollment[], year: YearOf): EnrolledAt {
  const { asOf, schoolYear, settings } = year;
  const last = (enrollment: ListedEnrollment) => lastEnrolledDay(enrollment, settings.exitDayCounts);
  const thisYear = enrollments
    .filter(isEnrollment)
    .filter((each) => last(each) >= Math.max(each.entry, schoolYear.first) && each.entry <= schoolYear.last);
  const exited = isExited(enrollments, year);
  const open = thisYear.filter((each) => each.entry <= asOf && last(each) >= asOf);
  const next = Math.min(...thisYear.filter((each) => each.entry > asOf).map((each) => each.entry));
  const current = open.length > 0 || exited ? open : thisYear.filter((each) => each.entry === next);
  const [preferred] = [...current].sort(byPreference);
  const [left] = [...thisYear].sort((a, b) => last(b) - last(a) || byPreference(a, b));
  const listing = preferred ?? (exited ? left : undefined);
  return { ...(listing && { listing }), schools: [...new Set(current.map((each) => each.school))].sort(), exited };
}
