import { formatDay } from '../../calendar/day.ts';
import type { Reason } from '../../tiers/result.ts';
import { isAtLeastHalf } from '../rowEffect.ts';
import type { AbsentDay, AttendanceTally } from '../tally.ts';

/** Counted days in a row that make a pattern. */
const FROM_DAYS = 3;

/**
 * Absences on consecutive counted days: each run of at least 3, a day belonging to it when at least half was missed. A
 * weekend or break between two counted days does not end a run. The value is the longest run, in days.
 */
export function consecutiveAbsences({ absentDays }: AttendanceTally): Reason | undefined {
  const runs: AbsentDay[][] = [];
  let run: AbsentDay[] = [];
  for (const absent of absentDays) {
    if (!isAtLeastHalf(absent.share)) continue;
    if (run.at(-1)?.position !== absent.position - 1) run = [];
    run.push(absent);
    if (run.length === FROM_DAYS) runs.push(run);
  }
  if (runs.length === 0) return undefined;
  return {
    code: 'consecutiveAbsences',
    value: `${Math.max(...runs.map(({ length }) => length))}`,
    dates: runs.flat().map(({ day }) => formatDay(day)),
  };
}
