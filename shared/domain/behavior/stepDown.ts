import type { Day } from '../calendar/day.ts';
import type { Tier } from '../tiers/result.ts';
import type { BehaviorContext } from './context.ts';
import { type Measure, measuresOf, tierOf } from './measures.ts';
import type { IncidentRow } from './record.ts';
import { windowStart } from './schoolDays.ts';
import { tallyIncidents } from './tally.ts';

/** A tier kept because a figure was at or above its cut within the step-down window. */
export interface HeldTier {
  readonly tier: Tier;
  /** The latest of the student's school days as of which it was so. */
  readonly day: Day;
  /** The figure that was, with what it was then. */
  readonly measure: Measure;
}

/**
 * A step down needs the value below the cut as of each of the student's last school days, each computed from the current
 * data. Where the school year counts as a whole no figure ever falls within it, so that only a correction or a new year
 * lowers a tier, and both at once; a tier is held only where incidents leave a window of school days.
 * @param schoolDays the student's last ones, ascending: those of the step-down and the window before them
 * @returns the tier that is held above `computed`; undefined when none is
 */
export function heldTier(
  rows: readonly IncidentRow[],
  schoolDays: readonly Day[],
  computed: Tier,
  { schoolYear, cutPoints }: BehaviorContext,
): HeldTier | undefined {
  const { windowSchoolDays, stepDownDays } = cutPoints;
  if (windowSchoolDays === undefined || computed === 3) return undefined;
  let held: HeldTier | undefined;
  const oldest = Math.max(0, schoolDays.length - stepDownDays);
  for (let position = schoolDays.length - 1; position >= oldest; position--) {
    const day = schoolDays[position];
    if (day === undefined) break;
    const from = windowStart(schoolDays, position, windowSchoolDays) ?? schoolYear.first;
    const measures = measuresOf(tallyIncidents(rows, from, day), cutPoints);
    const [measure] = measures;
    const tier = tierOf(measures);
    if (measure && tier > (held?.tier ?? computed)) held = { tier, day, measure };
  }
  return held;
}
