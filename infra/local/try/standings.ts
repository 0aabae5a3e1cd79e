import type { SchoolId } from '../../../shared/domain/identity.ts';
import {
  type AssessedTier,
  DOMAINS,
  type Domain,
  type DomainOutcome,
  type NotAssessedReason,
  type StudentResult,
} from '../../../shared/domain/tiers/result.ts';
import { summaryOf } from '../../../shared/domain/tiers/summary.ts';
import type { RunSummary, TierCounts } from '../../../shared/store/entities.ts';

/** Students by tier, and those without one by the reason. */
export interface Standing {
  readonly counts: TierCounts;
  /** Absent where only numbers are known. */
  readonly whyNot?: ReadonlyMap<NotAssessedReason, number>;
}

/** A domain, or a part of one that has tiers of its own, in the district and in each school. */
export interface PartStanding {
  readonly domain: Domain;
  /** `literacy`; absent for the whole domain. */
  readonly subDomain?: string;
  readonly all: Standing;
  /** Without those who have left or were never enrolled. */
  readonly bySchool: ReadonlyMap<SchoolId, Standing>;
}

type Results = readonly StudentResult<DomainOutcome>[];

interface Tally {
  readonly counts: Record<keyof TierCounts, number>;
  readonly whyNot: Map<NotAssessedReason, number>;
}

/** Every domain, each followed by its parts, from the students' results. */
export function standingsOf(results: Results): readonly PartStanding[] {
  return DOMAINS.flatMap((domain) => {
    const parts = results.find(({ domains }) => domains[domain].subDomains)?.domains[domain].subDomains ?? [];
    return [undefined, ...parts.map(({ name }) => name)].map((subDomain) => standingOf(results, domain, subDomain));
  });
}

/** The whole domains of a run as its record counts them. */
export function standingsOfRun(summaries: readonly RunSummary[]): readonly PartStanding[] {
  return summaries.map(({ domain, counts, bySchool }) => ({
    ...{ domain, all: { counts } },
    bySchool: new Map(Object.entries(bySchool).map(([school, of]) => [school as SchoolId, { counts: of }])),
  }));
}

function standingOf(results: Results, domain: Domain, subDomain?: string): PartStanding {
  const all = newTally();
  const bySchool = new Map<SchoolId, Tally>();
  for (const { school, domains } of results) {
    const outcome = domains[domain];
    count(all, outcome, subDomain);
    if (school === undefined || outcome.flags.includes('exited')) continue;
    const ofSchool = bySchool.get(school) ?? newTally();
    bySchool.set(school, ofSchool);
    count(ofSchool, outcome, subDomain);
  }
  return { domain, ...(subDomain !== undefined && { subDomain }), all, bySchool };
}

const newTally = (): Tally => ({ counts: { '1': 0, '2': 0, '3': 0, notAssessed: 0 }, whyNot: new Map() });

function count({ counts, whyNot }: Tally, outcome: DomainOutcome, subDomain?: string): void {
  const tier = tierOf(outcome, subDomain);
  counts[tier] += 1;
  if (tier !== 'notAssessed') return;
  // The part of a domain that is assessed lacks data of its own.
  const code = outcome.tier === 'notAssessed' ? (outcome.reasons[0]?.code as NotAssessedReason) : 'noData';
  whyNot.set(code, (whyNot.get(code) ?? 0) + 1);
}

const tierOf = (outcome: DomainOutcome, subDomain?: string): AssessedTier =>
  subDomain === undefined
    ? outcome.tier
    : (outcome.subDomains?.find(({ name }) => name === subDomain)?.tier ?? 'notAssessed');

/** Students by the highest tier they have in any domain, and the domains that put them there. */
export interface HighestTier {
  readonly tier: AssessedTier;
  readonly students: number;
  /** Of these students, how many have that tier in a domain. */
  readonly inDomains: ReadonlyMap<Domain, number>;
}

/** From tier 3 down to those who are assessed in no domain. */
export function highestTiers(results: Results): readonly HighestTier[] {
  const highest = TIERS_DOWN.map((tier) => ({ tier, students: 0, inDomains: new Map<Domain, number>() }));
  for (const { domains } of results) {
    const summary = summaryOf(tiersOf(domains));
    const found = highest.find(({ tier }) => tier === summary.highest);
    if (!found) continue;
    found.students += 1;
    for (const domain of summary.domains) found.inDomains.set(domain, (found.inDomains.get(domain) ?? 0) + 1);
  }
  return highest;
}

const TIERS_DOWN: readonly AssessedTier[] = [3, 2, 1, 'notAssessed'];

const tiersOf = (domains: Results[number]['domains']) => ({
  attendance: domains.attendance.tier,
  academics: domains.academics.tier,
  behavior: domains.behavior.tier,
  wellBeing: domains.wellBeing.tier,
  graduation: domains.graduation.tier,
  ctePathway: domains.ctePathway.tier,
});
