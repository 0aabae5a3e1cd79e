import type { Day } from '../calendar/day.ts';
import { indexFrom } from '../calendar/instructionalDays.ts';
import type { AttendanceContext } from './context.ts';
import { lastCountableDay } from './coverage.ts';
import { type EnrolledSpan, enrolledSpans } from './enrolledSpans.ts';
import type { AttendanceRecord, SchoolCalendar } from './record.ts';

/**
 * Counted days at one school: those instructional days of its calendar, from index `first` to before `end`, on which
 * the student is enrolled and which are closed and covered.
 */
export interface CountedSpan extends EnrolledSpan {
  readonly calendar: SchoolCalendar;
  readonly first: number;
  readonly end: number;
  /** Enrolled, closed, but not covered by the school's attendance yet. */
  readonly uncovered: number;
  /** Counted days of the spans before. */
  readonly offset: number;
}

/** The days that may count for one student, ascending; a counted day's position is its number in them, from 0. */
export interface CountedDays {
  /** Where the student is enrolled up to the as-of day, schools without a calendar included. */
  readonly enrolled: readonly EnrolledSpan[];
  readonly spans: readonly CountedSpan[];
  readonly count: number;
}

/** The instructional days on which a student is enrolled, school by school, up to coverage and the as-of day. */
export function countedDays(record: AttendanceRecord, context: AttendanceContext): CountedDays {
  const within = {
    first: context.schoolYear.first,
    last: Math.min(context.asOf, context.schoolYear.last),
  };
  const enrolled = enrolledSpans(record.enrollments, within, context.settings.exitDayCounts);
  const spans: CountedSpan[] = [];
  let count = 0;
  for (const { school, from, to } of enrolled) {
    const calendar = context.calendars.get(school);
    if (calendar === undefined) continue;
    const days = calendar.instructionalDays;
    const covered = lastCountableDay(calendar, to);
    const first = indexFrom(days, from);
    const enrolledEnd = indexFrom(days, to + 1);
    const end = covered === undefined ? first : Math.max(first, indexFrom(days, covered + 1));
    spans.push({ school, from, to, calendar, first, end, uncovered: enrolledEnd - end, offset: count });
    count += end - first;
  }
  return { enrolled, spans, count };
}

/** The counted day at a position; undefined outside of 0 … count − 1. */
export function countedDayAt(counted: CountedDays, position: number): Day | undefined {
  const span = counted.spans.find(({ offset, first, end }) => position >= offset && position < offset + end - first);
  return span?.calendar.instructionalDays[span.first + position - span.offset];
}
