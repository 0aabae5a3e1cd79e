import { byPreference, isEnrollment, isExited, lastEnrolledDay } from '../../domain/attendance/enrolledSpans.ts';
import type { Day } from '../../domain/calendar/day.ts';
import type { SchoolId } from '../../domain/identity.ts';
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
  const thisYear = enrollments.filter((each) => isOfYear(each, year));
  const exited = isExited(enrollments, year);
  const [only] = thisYear;
  // Most students have one enrolment, which is open, announced, or over.
  if (only !== undefined && thisYear.length === 1) {
    return { listing: only, schools: exited ? [] : [only.school], exited };
  }
  const current = currentOf(thisYear, exited, year);
  const [preferred] = [...current].sort(byPreference);
  const listing = preferred ?? (exited ? lastOf(thisYear, year) : undefined);
  return { ...(listing && { listing }), schools: [...new Set(current.map((each) => each.school))].sort(), exited };
}

function isOfYear(each: ListedEnrollment, { schoolYear, settings }: YearOf): boolean {
  const last = lastEnrolledDay(each, settings.exitDayCounts);
  return isEnrollment(each) && last >= Math.max(each.entry, schoolYear.first) && each.entry <= schoolYear.last;
}

/** The open enrolments; of a student who has none and has not left, those that begin next. */
function currentOf(thisYear: readonly ListedEnrollment[], exited: boolean, { asOf, settings }: YearOf) {
  const open = thisYear.filter((each) => each.entry <= asOf && lastEnrolledDay(each, settings.exitDayCounts) >= asOf);
  if (open.length > 0 || exited) return open;
  const next = Math.min(...thisYear.filter((each) => each.entry > asOf).map((each) => each.entry));
  return thisYear.filter((each) => each.entry === next);
}

/** The enrolment that ended last. */
function lastOf(thisYear: readonly ListedEnrollment[], { settings }: YearOf): ListedEnrollment | undefined {
  const last = (each: ListedEnrollment) => lastEnrolledDay(each, settings.exitDayCounts);
  return [...thisYear].sort((a, b) => last(b) - last(a) || byPreference(a, b))[0];
}
