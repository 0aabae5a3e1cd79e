import { type Fraction, parseFraction } from '../fraction.ts';

/** What a tenant's file says of behavior; every cut is reached at this number, exactly. */
export interface BehaviorThresholds {
  readonly tier2MajorIncidents: number;
  readonly tier3MajorIncidents: number;
  readonly tier2Suspensions: number;
  /** Days of suspension in and out of school together, exact: `3`, `2.5`. */
  readonly tier3SuspensionDays: string;
  readonly tier3Expulsions: number;
  /** A lower tier needs the value below the cut as of each of this many school days. */
  readonly stepDownDays: number;
  /** So many of the student's last school days are reported beside. */
  readonly recentSchoolDays: number;
  /** Only incidents of so many of the student's last school days count; absent: those of the school year. */
  readonly windowSchoolDays?: number | undefined;
}

/** One version of the behavior cut points. */
export interface BehaviorCutPoints extends BehaviorThresholds {
  readonly version: string;
  readonly suspensionDays: Fraction;
}

/** The cut points of a tenant's threshold set; a `RangeError` when the days are no exact number. */
export function behaviorCutPoints({
  version,
  behavior,
}: {
  readonly version: string;
  readonly behavior: BehaviorThresholds;
}): BehaviorCutPoints {
  const suspensionDays = parseFraction(behavior.tier3SuspensionDays);
  if (suspensionDays === undefined) throw new RangeError(`${behavior.tier3SuspensionDays} is no exact number of days`);
  return { ...behavior, version, suspensionDays };
}
