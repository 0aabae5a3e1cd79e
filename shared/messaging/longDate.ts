import { type Day, formatDay } from '../domain/calendar/day.ts';

/** The weekday and date as a reader writes them: `Friday, March 20, 2026`. */
export function longDate(day: Day): string {
  const date = new Date(`${formatDay(day)}T00:00:00Z`);
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' }).format(date);
}
