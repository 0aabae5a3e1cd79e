import type { Day } from '../calendar/day.ts';
import { DayIndex } from '../calendar/dayIndex.ts';
import { countBetween } from '../calendar/instructionalDays.ts';
import type { SchoolId } from '../identity.ts';
import type { AttendanceContext } from './context.ts';
import { lastCountableDay } from './coverage.ts';
import { type EnrolledSpan, enrolledSpans } from './enrolledSpans.ts';
import { classesOn } from './periods.ts';
import type { AttendanceRecord, SchoolCalendar } from './record.ts';

/**
 * Counted days at one school: those of `days`, from index `first` to before `end`, on which the student is enrolled and
 * which are closed and covered.
 */
export interface CountedSpan extends EnrolledSpan {
  readonly calendar: SchoolCalendar;
  /** Instructional days of the school, ascending, without those for which the student's attendance was not taken. */
  readonly days: readonly Day[];
  readonly index: DayIndex;
  readonly first: number;
  readonly end: number;
  /** Enrolled, closed, but not covered by the school's attendance yet. */
  readonly uncovered: number;
  /** Enrolled, closed and covered, but attendance was not taken. */
  readonly notTaken: number;
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

/**
 * The instructional days on which a student is enrolled, school by school, up to coverage and the as-of day.
 * @param only the one school that counts
 */
export function countedDays(record: AttendanceRecord, context: AttendanceContext, only?: SchoolId): CountedDays {
  const within = {
    first: context.schoolYear.first,
    last: Math.min(context.asOf, context.schoolYear.last),
  };
  const everywhere = enrolledSpans(record.enrollments, within, context.settings.exitDayCounts);
  const enrolled = only === undefined ? everywhere : everywhere.filter(({ school }) => school === only);
  const spans: CountedSpan[] = [];
  let count = 0;
  for (const { school, from, to } of enrolled) {
    const calendar = context.calendars.get(school);
    if (calendar === undefined) continue;
    const days = daysTakenFor(record, calendar, context);
    const index = DayIndex.of(days);
    const covered = lastCountableDay(calendar, to);
    const first = index.from(from);
    const end = covered === undefined ? first : Math.max(first, index.from(covered + 1));
    const uncovered = index.from(to + 1) - end;
    const notTaken =
      days === calendar.instructionalDays || covered === undefined
        ? 0
        : countBetween(calendar.instructionalDays, from, covered) - (end - first);
    spans.push({ school, from, to, calendar, days, index, first, end, uncovered, notTaken, offset: count });
    count += end - first;
  }
  return { enrolled, spans, count };
}

/**
 * The school's days without those on which no class of the student had its attendance taken and one was known not to. A
 * class among others only loses its periods.
 */
function daysTakenFor(
  { classes }: AttendanceRecord,
  { school, instructionalDays, takenDays = instructionalDays }: SchoolCalendar,
  { classDays }: AttendanceContext,
): readonly Day[] {
  if (classDays === undefined || classes === undefined) return takenDays;
  const out = new Set<Day>();
  for (const { classSourcedId } of classes) {
    for (const day of classDays.daysNotTaken(classSourcedId)) {
      const attended = classesOn(classes, school, day);
      const concerned = attended.some((each) => each.classSourcedId === classSourcedId);
      if (concerned && !attended.some((each) => classDays.taken(each.classSourcedId, day))) out.add(day);
    }
  }
  return out.size === 0 ? takenDays : takenDays.filter((day) => !out.has(day));
}

/** The counted day at a position; undefined outside of 0 … count − 1. */
export function countedDayAt(counted: CountedDays, position: number): Day | undefined {
  for (const { offset, first, end, days } of counted.spans) {
    if (position >= offset && position < offset + end - first) return days[first + position - offset];
  }
  return undefined;
}
