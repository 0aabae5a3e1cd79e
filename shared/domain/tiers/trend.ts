import type { AssessedTier, Domain } from './result.ts';

/** Where a domain is heading, whatever its tier is. */
export const TRENDS = ['worsening', 'improving', 'steady'] as const;
export type Trend = (typeof TRENDS)[number];

/** What the rules of a domain say of itself: reason codes and flags of its result. */
interface Signs {
  readonly worsening: readonly string[];
  readonly improving: readonly string[];
}

/**
 * By domain; those that are not here gather over a school year and have no direction of their own. Signs are parts of what
 * counts as a change of a result, so that no row is written for a trend alone.
 */
const SIGNS: Partial<Record<Domain, Signs>> = {
  attendance: { worsening: ['recentRate', 'projectedCrossing'], improving: ['stepDownHeld'] },
  behavior: { worsening: [], improving: ['stepDownHeld'] },
};

/** A trend that is worth keeping: one that leads somewhere. */
export type Moving = Exclude<Trend, 'steady'>;

/** Whether a result is on its way up or down. What gets worse is said first, even while a step down is under way. */
export function movingOf(
  domain: Domain,
  {
    tier,
    flags,
    reasons,
  }: {
    readonly tier: AssessedTier;
    readonly flags: readonly string[];
    readonly reasons: readonly { readonly code: string }[];
  },
): Moving | undefined {
  const signs = SIGNS[domain];
  if (signs === undefined || tier === 'notAssessed') return undefined;
  if (reasons.some(({ code }) => signs.worsening.includes(code))) return 'worsening';
  return flags.some((flag) => signs.improving.includes(flag)) ? 'improving' : undefined;
}

/** The trend of an assessed domain; undefined where its rules would not notice if it got worse. */
export function trendOf(domain: Domain, tier: AssessedTier, moving: Moving | undefined): Trend | undefined {
  if (tier === 'notAssessed') return undefined;
  if (moving !== undefined) return moving;
  return (SIGNS[domain]?.worsening.length ?? 0) > 0 ? 'steady' : undefined;
}
