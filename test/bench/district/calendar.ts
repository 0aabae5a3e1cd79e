import { type Day, formatDay, parseDay, weekdayOf } from '../../../shared/domain/calendar/day.ts';

const dayOf = (text: string): Day => {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`${text} is no day`);
  return day;
};

const FIRST = dayOf('2025-08-18');
const LAST = dayOf('2026-06-05');
const BREAKS: readonly (readonly [string, string])[] = [
  ['2025-09-01', '2025-09-01'],
  ['2025-11-26', '2025-11-28'],
  ['2025-12-22', '2026-01-02'],
  ['2026-01-19', '2026-01-19'],
  ['2026-03-23', '2026-03-27'],
  ['2026-05-25', '2026-05-25'],
];

const isBreak = (day: Day) => BREAKS.some(([from, to]) => day >= dayOf(from) && day <= dayOf(to));

/** The weekdays of the school year 2025-26 that are no holiday; the same at every school. */
export const SCHOOL_DAYS: readonly Day[] = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index).filter(
  (day) => weekdayOf(day) <= 5 && !isBreak(day),
);

/** The first night is a Friday's, so that the night after it brings no school day and nothing may change. */
export const AS_OF = '2026-03-06';
export const NEXT_SCHOOL_DAY = '2026-03-09';

/** School days up to the first night's. */
export const TAUGHT: readonly Day[] = SCHOOL_DAYS.filter((day) => day <= dayOf(AS_OF));
export const TAUGHT_TEXT: readonly string[] = TAUGHT.map(formatDay);

/** Minutes of a school's day; `DAY_UNITS` of the SQL is a multiple of both. */
export const minutesOf = (school: number): number => (school % 2 === 0 ? 360 : 420);
