import { formatDay } from '../calendar/day.ts';
import type { Reason, Tier } from '../tiers/result.ts';
import type { AttendanceContext } from './context.ts';
import type { AttendanceCutPoints, CutPoint } from './cutPoints.ts';
import { formatDays, formatShare } from './dayTotal.ts';
import { evidenceOfAbsence, withEvidence } from './evidence.ts';
import type { Standing } from './standing.ts';
import type { HeldTier } from './stepDown.ts';
import type { AttendanceTally } from './tally.ts';
import { basisOf, tierOf } from './tierOf.ts';

/** The cut point a standing's own tier is told by, and its tier: the one it reached, else the one it stayed below. */
function cutOf(standing: Standing, cuts: AttendanceCutPoints): { readonly tier: Tier; readonly cut: CutPoint } {
  return tierOf(standing, cuts) === 3 ? { tier: 3, cut: cuts.tier3 } : { tier: 2, cut: cuts.tier2 };
}

/**
 * What decided the computed tier. From 20 enrolled days on `absenceRate`, missed over enrolled days against its cut;
 * before that `daysMissed` or `tooFewDays` with the rate beside it, which then decides nothing and has no cut point.
 */
export function decidingReasons(
  tally: AttendanceTally,
  standing: Standing,
  { settings, cutPoints }: AttendanceContext,
): readonly Reason[] {
  const { missed, enrolled } = standing;
  const rule = settings.partialDayRule;
  const days = formatDays(missed);
  const rate = formatShare(missed, enrolled);
  const evidence = evidenceOfAbsence(tally);
  const basis = basisOf(standing, cutPoints);
  switch (basis) {
    case 'absenceRate': {
      const { tier, cut } = cutOf(standing, cutPoints);
      const detail = { rule, missed: days, tier };
      return [withEvidence({ code: basis, value: rate, cutPoint: cut.text, detail }, evidence)];
    }
    case 'daysMissed': {
      const cutPoint = `${cutPoints.earlyTier2Days}`;
      return [
        withEvidence({ code: basis, value: days, cutPoint, detail: { rule, missed: days, tier: 2 } }, evidence),
        { code: 'absenceRate', value: rate, detail: { rule, missed: days } },
      ];
    }
    case 'tooFewDays':
      return [
        { code: basis, cutPoint: `${cutPoints.minimumDays}` },
        withEvidence({ code: 'absenceRate', value: rate, detail: { rule, missed: days } }, evidence),
      ];
  }
}

/** By what rule missed periods became days, where the missed days hold any; the value is the number of such days. */
export function periodReasons({ absentDays }: AttendanceTally, { settings }: AttendanceContext): readonly Reason[] {
  let days = 0;
  for (const { periods } of absentDays) if (periods !== undefined) days += 1;
  return days === 0 ? [] : [{ code: 'periodAttendance', value: `${days}`, detail: { rule: settings.partialDayRule } }];
}

/** Why a tier above the computed one is kept: the last day on which the value was at or above its cut. */
export function heldReason({ tier, since }: HeldTier, cuts: AttendanceCutPoints): Reason {
  const byCount = basisOf(since, cuts) === 'daysMissed';
  return {
    code: 'stepDownHeld',
    value: byCount ? formatDays(since.missed) : formatShare(since.missed, since.enrolled),
    cutPoint: byCount ? `${cuts.earlyTier2Days}` : cutOf(since, cuts).cut.text,
    dates: [formatDay(since.day)],
    detail: { days: cuts.stepDownDays, tier },
  };
}
