import { type AssessedTier, DOMAINS, type Domain, type Tier } from './result.ts';

/** The most intensive support that any domain points to, beside the tiers and never in their place. */
export interface TierSummary {
  /** `notAssessed` when no domain was. */
  readonly highest: AssessedTier;
  /** The domains that hold it, in the order of `DOMAINS`; none when nothing was assessed. */
  readonly domains: readonly Domain[];
}

export function summaryOf(tiers: Readonly<Partial<Record<Domain, AssessedTier>>>): TierSummary {
  let highest: Tier | undefined;
  for (const domain of DOMAINS) {
    const tier = tiers[domain];
    if (tier !== undefined && tier !== 'notAssessed' && tier > (highest ?? 0)) highest = tier;
  }
  if (highest === undefined) return { highest: 'notAssessed', domains: [] };
  return { highest, domains: DOMAINS.filter((domain) => tiers[domain] === highest) };
}
