import { type Day, formatDay, weekdayOf } from '../calendar/day.ts';
import type { CheckInFrequency, Timeline } from './plan.ts';

/**
 * The days on which a plan's check-ins fall due, ascending. Every one is an instructional day of the plan's timeline, so
 * none falls on a weekend, a holiday or in a break:
 * - daily: every instructional day after the first
 * - weekly: once in every week that has school, on the weekday the plan started; when that day is off, the next
 *   school day of the week, else the last one before it
 * - biweekly: every second week that has school
 * - monthly: once a calendar month that has school, on the day of the month the plan started, moved likewise
 * The day a plan starts is no check-in: nothing has happened yet.
 */
export function checkInDays(
  frequency: CheckInFrequency,
  timeline: Timeline,
  instructionalDays: readonly Day[],
): readonly Day[] {
  const days = instructionalDays.filter((day) => timeline.start < day && day <= timeline.end);
  switch (frequency) {
    case 'daily':
      return days;
    case 'weekly':
      return weeklyDays(days, timeline.start);
    case 'biweekly':
      return weeklyDays(days, timeline.start).filter((_, index) => index % 2 === 1);
    case 'monthly':
      return monthlyDays(days, timeline.start);
  }
}

/** Due days up to and including a day that no recorded check-in answers yet. */
export function openCheckIns(due: readonly Day[], recorded: ReadonlySet<Day>, upTo: Day): readonly Day[] {
  return due.filter((day) => day <= upTo && !recorded.has(day));
}

/** The due day that a check-in held on `day` answers: the oldest open one, else the next to come. */
export function answeredCheckIn(due: readonly Day[], recorded: ReadonlySet<Day>, day: Day): Day | undefined {
  const [overdue] = openCheckIns(due, recorded, day);
  return overdue ?? due.find((each) => each > day && !recorded.has(each));
}

const mondayOf = (day: Day) => day - weekdayOf(day) + 1;

/** The starting week is left to the plan itself; check-ins begin the week after. */
function weeklyDays(days: readonly Day[], start: Day): readonly Day[] {
  const weeks = Map.groupBy(
    days.filter((day) => mondayOf(day) > mondayOf(start)),
    mondayOf,
  );
  return [...weeks].map(([monday, week]) => nearest(week, monday + weekdayOf(start) - 1));
}

function monthlyDays(days: readonly Day[], start: Day): readonly Day[] {
  const monthOf = (day: Day) => formatDay(day).slice(0, 7);
  const dayOfMonth = (day: Day) => Number(formatDay(day).slice(8));
  const months = Map.groupBy(
    days.filter((day) => monthOf(day) > monthOf(start)),
    monthOf,
  );
  return [...months.values()].map((month) => {
    const wanted = month.find((day) => dayOfMonth(day) >= dayOfMonth(start));
    return wanted ?? month[month.length - 1] ?? start;
  });
}

/** The first of ascending, non-empty days on or after the wanted one, else the last before it. */
function nearest(days: readonly Day[], wanted: Day): Day {
  return days.find((day) => day >= wanted) ?? days[days.length - 1] ?? wanted;
}
