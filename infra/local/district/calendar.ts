import { type Day, dayOf, weekdayOf } from '../../../shared/domain/calendar/day.ts';

/** A stretch of days without school, inclusive, with its Ed-Fi CalendarEvent. */
interface Break {
  readonly from: Day;
  readonly to: Day;
  readonly event: 'holiday' | 'weatherDay' | 'teacherOnlyDay';
}

export interface CalendarDate {
  readonly day: Day;
  readonly event: 'instructionalDay' | Break['event'];
}

const date = (year: number, month: number, dayOfMonth: number): Day => {
  const day = dayOf(year, month, dayOfMonth);
  if (day === undefined) throw new RangeError(`no such day: ${year}-${month}-${dayOfMonth}`);
  return day;
};

/** The n-th given ISO weekday of a month. */
function nthWeekday(year: number, month: number, weekday: number, n: number): Day {
  const first = date(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7;
}

function breaksOf(schoolYear: number): readonly Break[] {
  const fall = schoolYear - 1;
  const thanksgiving = nthWeekday(fall, 11, 4, 4);
  const springBreak = nthWeekday(schoolYear, 3, 1, 4);
  const oneDay = (day: Day, event: Break['event']): Break => ({ from: day, to: day, event });
  return [
    oneDay(nthWeekday(fall, 9, 1, 1), 'holiday'),
    oneDay(nthWeekday(fall, 10, 5, 2), 'teacherOnlyDay'),
    { from: thanksgiving - 1, to: thanksgiving + 1, event: 'holiday' },
    { from: date(fall, 12, 22), to: date(schoolYear, 1, 4), event: 'holiday' },
    oneDay(nthWeekday(schoolYear, 1, 1, 3), 'holiday'),
    oneDay(nthWeekday(schoolYear, 2, 2, 1), 'weatherDay'),
    oneDay(nthWeekday(schoolYear, 2, 1, 3), 'holiday'),
    { from: springBreak, to: springBreak + 4, event: 'holiday' },
    oneDay(nthWeekday(schoolYear, 5, 1, 4), 'holiday'),
  ];
}

/** The weekdays of a school year that ends in `schoolYear`, from the third Monday of August to the first Friday of June. */
export function makeCalendar(schoolYear: number): readonly CalendarDate[] {
  const first = nthWeekday(schoolYear - 1, 8, 1, 3);
  const last = nthWeekday(schoolYear, 6, 5, 1);
  const breaks = breaksOf(schoolYear);
  const dates: CalendarDate[] = [];
  for (let day = first; day <= last; day++) {
    if (weekdayOf(day) > 5) continue;
    const off = breaks.find((each) => each.from <= day && day <= each.to);
    dates.push({ day, event: off?.event ?? 'instructionalDay' });
  }
  return dates;
}

/** The instructional days of a calendar, ascending. */
export function instructionalDays(dates: readonly CalendarDate[]): readonly Day[] {
  return dates.filter((each) => each.event === 'instructionalDay').map((each) => each.day);
}
