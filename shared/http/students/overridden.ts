import { CLASS_OF_DOMAIN, type FieldClass } from '../../domain/access/fieldClass.ts';
import { formatDay, parseDay } from '../../domain/calendar/day.ts';
import { computedOf, OVERRIDE_CODE, OVERRIDE_FLAG, withOverride } from '../../domain/tiers/override.ts';
import type { AssessedTier, DomainOutcome } from '../../domain/tiers/result.ts';
import type { TierEntry } from '../../store/entities.ts';
import { isActive, type KnownOverride } from '../../store/overrides.ts';

/** A published tier as it stands on a day: overrides act and end at once, without waiting for the night. */
export interface StandingTier {
  readonly tier: AssessedTier;
  readonly since: string;
  readonly flags: readonly string[];
  readonly reasonCodes: readonly string[];
  /** Beside the tier of an override. */
  readonly computedTier?: AssessedTier;
  readonly override?: OverrideShown;
}

/** Up to which day the tier is set; who set it and why for those who may know. */
export interface OverrideShown {
  readonly overrideId: string;
  readonly author?: string;
  readonly reason?: string;
  readonly expiresOn: string;
}

/** The tiers that somebody with these classes may know of. */
export const shownTiers = (tiers: readonly TierEntry[], classes: ReadonlySet<FieldClass>): readonly TierEntry[] =>
  tiers.filter(({ domain }) => classes.has(CLASS_OF_DOMAIN[domain]));

/** The override that acts on a local day in a domain. */
export const actingIn = (
  { domain }: Pick<TierEntry, 'domain'>,
  overrides: readonly KnownOverride[],
  today: string,
): KnownOverride | undefined => overrides.find((each) => each.domain === domain && isActive(each, today));

/**
 * @param overrides the latest of each domain, over or not
 * @param tellsWhy whether the reader may know who set a tier, and why
 */
export function standingTier(
  entry: TierEntry,
  overrides: readonly KnownOverride[],
  today: string,
  tellsWhy: boolean,
): StandingTier {
  const acting = actingIn(entry, overrides, today);
  const { tier, since, flags, reasonCodes } = computedEntry(entry, overrides, today);
  if (!acting) return { tier, since, flags, reasonCodes };
  const { overrideId, createdBy, reason, expiresOn } = acting;
  return {
    tier: acting.tier,
    since: entry.tier === acting.tier ? entry.since : acting.startsOn,
    flags: [...flags, OVERRIDE_FLAG].sort(),
    reasonCodes: [OVERRIDE_CODE, ...reasonCodes],
    computedTier: tier,
    override: { overrideId, ...(tellsWhy && { author: createdBy, reason }), expiresOn },
  };
}

/** The published tier without the override that the run was pinned to. */
function computedEntry(entry: TierEntry, overrides: readonly KnownOverride[], today: string): StandingTier {
  const { tier, since, flags, reasonCodes, computed } = entry;
  if (computed === undefined) return { tier, since, flags, reasonCodes };
  const over = overrides.find(({ domain }) => domain === entry.domain);
  return {
    tier: computed.tier,
    since: computed.tier === tier ? since : ((over && endedOn(over)) ?? today),
    flags: flags.filter((flag) => flag !== OVERRIDE_FLAG),
    reasonCodes: reasonCodes.slice(1),
  };
}

/** The first day on which an override acts no more. */
function endedOn({ end, expiresOn }: KnownOverride): string {
  const last = parseDay(expiresOn);
  return end?.on ?? (last === undefined ? expiresOn : formatDay(last + 1));
}

/** A run's result as it stands on a day. */
export function standingResult(result: DomainOutcome, acting: KnownOverride | undefined, today: string): DomainOutcome {
  const computed = computedOf(result);
  return acting ? withOverride(computed, acting, today) : computed;
}
