import { formatDay } from '../../calendar/day.ts';
import type { Reason } from '../../tiers/result.ts';
import { type AttendanceCutPoints, reaches } from '../cutPoints.ts';
import {
  compareTotals,
  type DayTotal,
  formatShare,
  isAboveZero,
  partOf,
  sumOfPortions,
  wholeDays,
} from '../dayTotal.ts';
import type { AttendanceTally } from '../tally.ts';

/** Counted days of the trailing window: four weeks of school. */
export const RECENT_DAYS = 20;

/** What was missed in the trailing window. */
export interface RecentDays {
  readonly missed: DayTotal;
  readonly days: DayTotal;
  /** The place of the window's first absence among all. */
  readonly firstAbsence: number;
}

const WINDOW = wholeDays(RECENT_DAYS);

/** The student's last 20 counted days; undefined while there are fewer. */
export function recentDays({ counted, absentDays }: AttendanceTally): RecentDays | undefined {
  if (counted.count < RECENT_DAYS) return undefined;
  let first = absentDays.length;
  while ((absentDays[first - 1]?.position ?? -1) >= counted.count - RECENT_DAYS) first -= 1;
  return { missed: sumOfPortions(absentDays, first), days: WINDOW, firstAbsence: first };
}

/**
 * Trailing 20 school days against the year: said when the recent share is at or above the tier 2 cut and above the
 * share of the year so far. It changes no tier.
 */
export function recentRateReason(tally: AttendanceTally, cuts: AttendanceCutPoints): Reason | undefined {
  const recent = recentDays(tally);
  if (recent === undefined || !reaches(recent.missed, recent.days, cuts.tier2)) return undefined;
  const ofTheYear = partOf(tally.missed, tally.counted.count);
  if (compareTotals(partOf(recent.missed, RECENT_DAYS), ofTheYear) <= 0) return undefined;
  return {
    code: 'recentRate',
    value: formatShare(recent.missed, recent.days),
    dates: tally.absentDays
      .slice(recent.firstAbsence)
      .filter(({ portion }) => isAboveZero(portion))
      .map(({ day }) => formatDay(day)),
  };
}
