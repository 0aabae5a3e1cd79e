import { OVERRIDE_FLAG } from './override.ts';
import type { AssessedTier, Domain } from './result.ts';

/** What a published tier tells of itself. */
export interface TierStanding {
  readonly domain: Domain;
  readonly tier: AssessedTier;
  /** The deciding one first. */
  readonly reasonCodes: readonly string[];
  readonly flags: readonly string[];
  /** Version of the threshold set. */
  readonly thresholds: string;
}

/**
 * Why a tier went from one to another: `baseline` in a district's first publication, `override` when somebody's override
 * began, ended or was replaced, `thresholds` when other cut points decided, else `data`.
 */
export type TierChangeCause = 'baseline' | 'override' | 'thresholds' | 'data';

/** Something that newly holds of a student in a domain, whether the tier has changed or not. */
export interface Happening {
  readonly kind: 'patternFound' | 'nearingCut';
  readonly domain: Domain;
  /** Reason codes that were not there before, sorted. */
  readonly codes: readonly string[];
}

/** Patterns of attendance, each a reason with the dates that make it (`shared/domain/attendance/patterns`). */
export const PATTERN_CODES: readonly string[] = [
  'besideBreaks',
  'consecutiveAbsences',
  'oneWeekday',
  'onePeriod',
  'recentRate',
  'tardies',
];

/** Still below the cut, and near it. */
export const NEARING_CODES: readonly string[] = ['projectedCrossing', 'watchBand'];

/** Why a tier has changed. @param first nothing was published before */
export function causeOf(before: TierStanding | undefined, after: TierStanding, first: boolean): TierChangeCause {
  if (first) return 'baseline';
  if ((before && isOverridden(before)) || isOverridden(after)) return 'override';
  return before && before.thresholds !== after.thresholds ? 'thresholds' : 'data';
}

/**
 * What newly holds: patterns that were not there before, and signs of nearing the next cut, unless the student comes down
 * to it from a higher tier. Nothing in a first publication, which finds all of it.
 */
export function happeningsOf(
  before: TierStanding | undefined,
  after: TierStanding,
  first: boolean,
): readonly Happening[] {
  if (first) return [];
  const { domain } = after;
  const patterns = newIn(PATTERN_CODES, before, after);
  const nearing = comesDown(before, after) ? [] : newIn(NEARING_CODES, before, after);
  return [
    ...(patterns.length > 0 ? [{ kind: 'patternFound', domain, codes: patterns } as const] : []),
    ...(nearing.length > 0 ? [{ kind: 'nearingCut', domain, codes: nearing } as const] : []),
  ];
}

const isOverridden = ({ flags }: TierStanding): boolean => flags.includes(OVERRIDE_FLAG);

const newIn = (codes: readonly string[], before: TierStanding | undefined, after: TierStanding): readonly string[] =>
  codes.filter((code) => after.reasonCodes.includes(code) && !before?.reasonCodes.includes(code));

function comesDown(before: TierStanding | undefined, { tier }: TierStanding): boolean {
  return typeof before?.tier === 'number' && typeof tier === 'number' && tier < before.tier;
}
