import { type Day, dayOf, formatDay } from './day.ts';

/** A school year: `name` is the calendar year in which it ends (OneRoster `schoolYear`), both days belong to it. */
export interface SchoolYear {
  readonly name: number;
  readonly first: Day;
  readonly last: Day;
}

/** The first day of the school year that begins in a calendar year; `02-29` is 1 March where there is none. */
function firstDay(calendarYear: number, startsOn: string): Day {
  const month = Number(startsOn.slice(0, 2));
  const first = dayOf(calendarYear, month, Number(startsOn.slice(3))) ?? dayOf(calendarYear, month + 1, 1);
  if (first === undefined) throw new RangeError(`${startsOn} is no day of the year (MM-DD)`);
  return first;
}

/**
 * The school year a day belongs to.
 * @param startsOn its first day as `MM-DD`; a year that begins on 1 January is named by that same calendar year
 */
export function schoolYearOf(day: Day, startsOn: string): SchoolYear {
  const calendarYear = Number(formatDay(day).slice(0, 4));
  const begins = firstDay(calendarYear, startsOn) <= day ? calendarYear : calendarYear - 1;
  const last = firstDay(begins + 1, startsOn) - 1;
  return { name: Number(formatDay(last).slice(0, 4)), first: firstDay(begins, startsOn), last };
}

/** The days of the school year that ends in calendar year `name`. */
export function schoolYearNamed(name: number, startsOn: string): SchoolYear {
  const year = schoolYearOf(firstDay(name, startsOn), startsOn);
  return year.name === name ? year : schoolYearOf(year.first - 1, startsOn);
}
