import { formatDay } from '../../calendar/day.ts';
import type { Reason } from '../../tiers/result.ts';
import { missedByPeriods } from '../dayMissed.ts';
import { isAboveZero } from '../dayTotal.ts';
import { isWholeDay } from '../rowEffect.ts';
import type { AbsentDay, AttendanceTally } from '../tally.ts';

const FROM_DAYS = 3;

/** Whether any row speaks of a period: few districts send such. */
function hasPeriods(absentDays: readonly AbsentDay[]): boolean {
  for (const { periods } of absentDays) if (periods !== undefined) return true;
  return false;
}

/** The periods missed on a day that was not missed altogether. */
function periodsMissed({ rows, share, span, periods }: AbsentDay): ReadonlySet<string> {
  const missed = new Set<string>();
  if (isWholeDay(share) || periods === undefined) return missed;
  for (const row of rows) {
    if (!isAboveZero(missedByPeriods([row], span.calendar, periods))) continue;
    for (const period of periods.of(row)) missed.add(period);
  }
  return missed;
}

/**
 * One period missed again and again: at least 3 days on which it was missed and the day was not missed altogether; the
 * period with most such days, of equal ones the first by name. The value is the number of those days.
 */
export function onePeriod({ absentDays }: AttendanceTally): Reason | undefined {
  if (!hasPeriods(absentDays)) return undefined;
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
