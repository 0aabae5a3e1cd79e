import { formatDay, weekdayOf } from '../../calendar/day.ts';
import type { Reason } from '../../tiers/result.ts';
import type { AttendanceTally } from '../tally.ts';

const FROM_DAYS = 3;

/**
 * Absences that gather on one weekday: at least 3 on it, and at least half of all days with an absence. `weekday` is ISO
 * 8601, 1 for Monday; of two equal ones the earlier in the week. The value is days on it over all absent days.
 */
export function oneWeekday({ absentDays }: AttendanceTally): Reason | undefined {
  for (let weekday = 1; weekday <= 7; weekday++) {
    const onIt = absentDays.filter(({ day }) => weekdayOf(day) === weekday);
    if (onIt.length < FROM_DAYS || onIt.length * 2 < absentDays.length) continue;
    return {
      code: 'oneWeekday',
      value: `${onIt.length}/${absentDays.length}`,
      dates: onIt.map(({ day }) => formatDay(day)),
      detail: { weekday },
    };
  }
  return undefined;
}
