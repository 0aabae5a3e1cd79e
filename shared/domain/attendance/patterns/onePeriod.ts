import { formatDay } from '../../calendar/day.ts';
import { ONE } from '../../fraction.ts';
import type { Reason } from '../../tiers/result.ts';
import { missedByPeriods, periodOf } from '../dayMissed.ts';
import type { AbsentDay, AttendanceTally } from '../tally.ts';

const FROM_DAYS = 3;

/** The periods missed on a day that was not missed altogether. */
function periodsMissed({ rows, share, span, day, periodsMet }: AbsentDay): ReadonlySet<string> {
  const periods = new Set<string>();
  if (share === ONE || periodsMet === 0) return periods;
  const minutes = span.calendar.instructionalMinutes.get(day);
  for (const row of rows) {
    const period = periodOf(row);
    if (period !== undefined && missedByPeriods([row], minutes, periodsMet).numerator > 0n) periods.add(period);
  }
  return periods;
}

/**
 * One period missed again and again: at least 3 days on which it was missed and the day was not missed altogether; the
 * period with most such days, of equal ones the first by name. The value is the number of those days.
 */
export function onePeriod({ absentDays }: AttendanceTally): Reason | undefined {
  if (absentDays.every(({ periodsMet }) => periodsMet === 0)) return undefined;
  const days = new Map<string, AbsentDay[]>();
  for (const absent of absentDays) {
    for (const period of periodsMissed(absent)) {
      const known = days.get(period);
      if (known === undefined) days.set(period, [absent]);
      else known.push(absent);
    }
  }
  const most = [...days].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0];
  if (most === undefined || most[1].length < FROM_DAYS) return undefined;
  const [period, missed] = most;
  return {
    code: 'onePeriod',
    value: `${missed.length}`,
    dates: missed.map(({ day }) => formatDay(day)),
    detail: { period },
  };
}
