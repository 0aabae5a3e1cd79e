import { formatDay, weekdayOf } from '../../calendar/day.ts';
import type { Reason } from '../../tiers/result.ts';
import type { AttendanceTally } from '../tally.ts';

const FROM_DAYS = 3;

/**
 * Absences that gather on one weekday: at least 3 on it, and at least half of all days with an absence. `weekday` is ISO
 * 8601, 1 for Monday; of two equal ones the earlier in the week. The value is days on it over all absent days.
 */
export function oneWeekday({ absentDays }: AttendanceTally): Reason | undefined {
  if (absentDays.length < FROM_DAYS) return undefined;
  const perWeekday = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const { day } of absentDays) {
    const on = weekdayOf(day);
    perWeekday[on] = (perWeekday[on] ?? 0) + 1;
  }
  const weekday = perWeekday.findIndex((days) => days >= FROM_DAYS && days * 2 >= absentDays.length);
  if (weekday < 0) return undefined;
  const dates = absentDays.filter(({ day }) => weekdayOf(day) === weekday).map(({ day }) => formatDay(day));
  return { code: 'oneWeekday', value: `${dates.length}/${absentDays.length}`, dates, detail: { weekday } };
}
