import type { Day } from '../calendar/day.ts';
import { nthInstructionalDay } from '../calendar/instructionalDays.ts';
import type { AttendanceContext } from './context.ts';
import { reaches } from './cutPoints.ts';
import { countToReach, isAboveZero, minus, partOf, times } from './dayTotal.ts';
import { RECENT_DAYS, recentDays } from './patterns/recent.ts';
import type { Standing } from './standing.ts';
import type { AttendanceTally } from './tally.ts';
import { basisOf } from './tierOf.ts';

/**
 * The instructional day on which a student below the tier 2 cut would reach it, missing days at the pace of the last 20
 * counted days (the pace of the whole year could never cross a cut it is below). With `m` of `n` days missed and pace
 * `p`, that is the first `k ≥ 1` with `(m + p·k) ÷ (n + k) ≥ cut`, and the k-th instructional day after the last counted one in
 * the calendar of the student's school.
 * @returns undefined when the pace does not cross, the calendar ends first, counts decide, or the student has left
 */
export function projectedCrossing(
  tally: AttendanceTally,
  standing: Standing,
  { cutPoints, asOf, schoolYear }: AttendanceContext,
): Day | undefined {
  const span = tally.counted.spans.at(-1);
  if (span === undefined || span.to < Math.min(asOf, schoolYear.last)) return undefined;
  if (basisOf(standing, cutPoints) !== 'absenceRate' || reaches(standing.missed, standing.enrolled, cutPoints.tier2)) {
    return undefined;
  }
  const recent = recentDays(tally);
  if (recent === undefined || !reaches(recent.missed, recent.days, cutPoints.tier2)) return undefined;
  const cut = cutPoints.tier2.share;
  const gain = minus(partOf(recent.missed, RECENT_DAYS), cut);
  if (!isAboveZero(gain)) return undefined;
  const daysLeft = countToReach(minus(times(standing.enrolled, cut), standing.missed), gain);
  const crossing = nthInstructionalDay(span.calendar.instructionalDays, standing.day + 1, daysLeft);
  return crossing === undefined || crossing > schoolYear.last ? undefined : crossing;
}
