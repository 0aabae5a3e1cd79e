import { readStudentResult } from '../../assess/results/readStudentResult.ts';
import { domainsIn, type FieldClass } from '../../domain/access/fieldClass.ts';
import { reasonsShown } from '../../domain/access/recordClass.ts';
import { DOMAINS, type Domain, type DomainOutcome } from '../../domain/tiers/result.ts';
import { explain } from '../../domain/tiers/sentence.ts';
import type { PublishedPointer, TierChange } from '../../store/entities.ts';
import { publishedAsOf } from '../../store/published.ts';
import { tierChanges } from '../../store/tiers.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import type { SeenStudent } from '../studentAccess.ts';
import { actingIn, shownTiers, standingResult, standingTier } from './overridden.ts';

const MAX_CHANGES = 100;

/**
 * A student's tiers with everything that explains them: exact values, dates and rows from the published run's results,
 * which are derived anew every night, and the history of changes. Overrides act at once.
 * @param today the district's local day, ISO
 */
export async function explainTiers(student: SeenStudent, today: string) {
  const { directory, tiers, overrides, published, classes } = student;
  const [result, changes] = await Promise.all([
    readStudentResult(districtLake(), published.runId, directory.sourcedId),
    tierChanges(directory.sourcedId, published),
  ]);
  if (!result) throw new Error(`run ${published.runId} has no result of a published student`);
  const tellsWhy = student.may('override.read');
  return shownTiers(tiers, classes).map((entry) => {
    const { domain } = entry;
    const { since, computedTier, override } = standingTier(entry, overrides, today, tellsWhy);
    const standing = standingResult(result.domains[domain], actingIn(entry, overrides, today), today);
    return {
      ...explained(domain, standing, classes),
      ...{ domain, since, history: historyOf(changes, domain) },
      ...(computedTier !== undefined && { computedTier }),
      ...(override && { override }),
    };
  });
}

/** What was published of a student as of an earlier day, exactly as it was. Throws `tiers.not_yet`. */
export async function explainTiersAsOf({ directory, classes }: SeenStudent, day: string) {
  const published = await publishedAsOf(day);
  const result = published && (await readStudentResult(districtLake(), published.runId, directory.sourcedId));
  if (!result) throw new Problem('tiers.not_yet');
  const changes = await tierChanges(directory.sourcedId, published);
  const assessed = domainsIn(DOMAINS, classes).flatMap((domain) => {
    const found: DomainOutcome | undefined = result.domains[domain];
    return found ? [[domain, found] as const] : [];
  });
  const domains = assessed.map(([domain, found]) => {
    const history = historyOf(changes, domain);
    return {
      ...explained(domain, found, classes),
      ...{ domain, since: history[0]?.asOf ?? published.asOf, history },
      ...(found.computed && { computedTier: found.computed.tier }),
    };
  });
  return { domains, published: published satisfies PublishedPointer };
}

function explained(domain: Domain, result: DomainOutcome, classes: ReadonlySet<FieldClass>) {
  const { tier, flags, thresholds, asOf = null, subDomains } = result;
  const reasons = reasonsShown(result.reasons, classes);
  return {
    ...{ tier, flags, thresholds, asOf, sentence: explain(domain, { ...result, reasons }), reasons },
    ...(subDomains && { subDomains }),
  };
}

const historyOf = (changes: readonly TierChange[], domain: string) =>
  changes
    .filter((change) => change.domain === domain)
    .slice(0, MAX_CHANGES)
    .map(changeOf);

/** A change as the API shows it. */
export const changeOf = ({ from, to, cause, reasonCodes, asOf, runId }: TierChange) => {
  return { from, to, cause, reasonCodes, asOf, runId };
};
