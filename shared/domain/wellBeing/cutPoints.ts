import { parseFraction } from '../fraction.ts';

/** What a tenant's file says of well-being. */
export interface WellBeingThresholds {
  /** A construct is low up to this share of its scale, itself included: `1/5`. */
  readonly lowestShare: string;
  /** From so many low constructs on a counselor is asked to look at it. */
  readonly reviewConstructs: number;
  /** Calendar days for which an answer counts. */
  readonly responseDays: number;
}

/** One version of the well-being cut points. */
export interface WellBeingCutPoints extends WellBeingThresholds {
  readonly version: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
  /** The same share in machine integers, which are exact for every scale where these are small. */
  readonly small?: { readonly numerator: number; readonly denominator: number };
}

/** Below this, times the longest scale (200,000 in millionths), integers stay exact. */
const SMALL = 10_000n;

/** The cut points of a tenant's threshold set; a `RangeError` when the share is none. */
export function wellBeingCutPoints({
  version,
  wellBeing,
}: {
  readonly version: string;
  readonly wellBeing: WellBeingThresholds;
}): WellBeingCutPoints {
  const share = parseFraction(wellBeing.lowestShare);
  if (share === undefined) throw new RangeError(`${wellBeing.lowestShare} is no exact share`);
  const { numerator, denominator } = share;
  const isSmall = numerator < SMALL && denominator < SMALL;
  const small = { numerator: Number(numerator), denominator: Number(denominator) };
  return { ...wellBeing, version, numerator, denominator, ...(isSmall && { small }) };
}
