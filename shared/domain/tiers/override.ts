import type { AssessedTier, Domain, DomainResult, Reason, Tier } from './result.ts';

/** Marks a result whose tier somebody has set. */
export const OVERRIDE_FLAG = 'override';
/** The reason that comes first then: `dates` is the last day of the override. */
export const OVERRIDE_CODE = 'override';

/** An override is for a crisis: what lasts longer is looked at anew. */
export const MAX_OVERRIDE_DAYS = 365;

/** A tier that somebody has set for a time, whatever the data say (an acute crisis). */
export interface TierOverride {
  readonly domain: Domain;
  readonly tier: Tier;
  /** The last day on which it acts, ISO. */
  readonly expiresOn: string;
}

type Unsigned = Omit<DomainResult, 'signature'>;

/**
 * A result with somebody's tier in place of the computed one, which stays beside it. Nothing of the override but its tier
 * and last day is in it: who set it and why is kept with the override alone.
 * @param day ISO; after the override's last day the result stays as it is computed
 */
export function withOverride(result: DomainResult, override: TierOverride, day: string): DomainResult;
export function withOverride(result: Unsigned, override: TierOverride, day: string): Unsigned;
export function withOverride(
  result: Unsigned & Partial<DomainResult>,
  override: TierOverride,
  day: string,
): Unsigned & Partial<DomainResult> {
  if (day > override.expiresOn) return result;
  const { signature } = result;
  const { tier, expiresOn } = override;
  const reason: Reason = { code: OVERRIDE_CODE, dates: [expiresOn], detail: { tier } };
  return {
    ...result,
    tier,
    computed: { tier: result.tier },
    reasons: [reason, ...result.reasons],
    flags: [...result.flags, OVERRIDE_FLAG].sort(),
    ...(signature !== undefined && { signature: overriddenSignature(tier, reason, signature) }),
  };
}

/** The signature of an overridden result, made of that of the computed one. */
export const overriddenSignature = (tier: AssessedTier, reason: Reason | undefined, computed: string): string =>
  `${OVERRIDE_CODE}:${tier}<${reason?.dates?.[0] ?? ''}|${computed}`;

/** What the data give: every member that an override has replaced, as it was. The same result when none acts. */
export function computedOf(result: DomainResult): DomainResult;
export function computedOf(result: Unsigned): Unsigned;
export function computedOf(result: Unsigned & Partial<DomainResult>): Unsigned {
  const { computed, ...overridden } = result;
  if (computed === undefined) return result;
  const { signature } = result;
  return {
    ...overridden,
    tier: computed.tier,
    reasons: result.reasons.slice(1),
    flags: result.flags.filter((flag) => flag !== OVERRIDE_FLAG),
    ...(signature !== undefined && { signature: signature.slice(signature.indexOf('|') + 1) }),
  };
}
