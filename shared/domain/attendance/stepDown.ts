import type { Tier } from '../tiers/result.ts';
import { type AttendanceCutPoints, reaches } from './cutPoints.ts';
import { wholeDays } from './dayTotal.ts';
import { type Standing, standingsBackwards } from './standing.ts';
import type { AttendanceTally } from './tally.ts';
import { tierOf } from './tierOf.ts';
import type { TransferDays } from './transferDays.ts';

/** A tier kept because the value was at or above its cut within the step-down window. */
export interface HeldTier {
  readonly tier: Tier;
  /** The latest standing that was in that tier. */
  readonly since: Standing;
}

/**
 * A step down needs the value below the cut on each of the student's last 10 counted days, the last one included; a step
 * up is at once. Both together say: the tier is the highest of those of the last 10 counted days. Every one of them is
 * computed from the current data, so a correction, a changed cut point or a new year acts at once.
 * @returns the tier that is held above `computed`; undefined when none is
 */
export function heldTier(
  tally: AttendanceTally,
  transfers: readonly TransferDays[],
  computed: Tier,
  cuts: AttendanceCutPoints,
): HeldTier | undefined {
  if (computed === 3 || (transfers.length === 0 && cannotHaveBeenHigher(tally, computed, cuts))) return undefined;
  let held: HeldTier | undefined;
  for (const standing of standingsBackwards(tally, transfers, cuts.stepDownDays)) {
    const tier = tierOf(standing, cuts);
    if (tier === 'notAssessed') break;
    if (tier > (held?.tier ?? computed)) held = { tier, since: standing };
  }
  return held;
}

/** All that was ever missed over the fewest days of the window is the most any of its standings can have been. */
function cannotHaveBeenHigher(
  { missed, counted }: AttendanceTally,
  computed: 1 | 2,
  cuts: AttendanceCutPoints,
): boolean {
  const fewest = counted.count - cuts.stepDownDays + 1;
  return fewest >= cuts.rateFromDays && !reaches(missed, wholeDays(fewest), computed === 2 ? cuts.tier3 : cuts.tier2);
}
