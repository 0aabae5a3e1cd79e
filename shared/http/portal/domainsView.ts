import { readStudentResult } from '../../assess/results/readStudentResult.ts';
import { familyWords } from '../../domain/tiers/familyWords.ts';
import { districtLake } from '../districtLake.ts';
import { actingIn, shownTiers, standingResult, standingTier } from '../students/overridden.ts';
import type { OwnStudent } from './ownStudents.ts';

const PARTS: Readonly<Record<string, string>> = {
  literacy: 'Reading and writing',
  mathematics: 'Mathematics',
  other: 'Other subjects',
};

/** How a student stands in each area, in words for the family: nothing of thresholds, rows, or of who set a tier and why. */
export async function domainsView({ directory, tiers, overrides, published, classes, facts }: OwnStudent) {
  const result = await readStudentResult(districtLake(), published.runId, directory.sourcedId);
  if (!result) throw new Error(`run ${published.runId} has no result of a published student`);
  return shownTiers(tiers, classes).map((entry) => {
    const { domain } = entry;
    const acting = actingIn(entry, overrides, facts.today);
    const standing = standingResult(result.domains[domain], acting, facts.today);
    const { since } = standingTier(entry, overrides, facts.today, false);
    const { tier, asOf = null, subDomains = [] } = standing;
    return {
      ...{ domain, tier, since, asOf },
      ...familyWords(domain, standing),
      parts: subDomains.map((part) => ({ name: PARTS[part.name] ?? part.name, tier: part.tier })),
      setBySchool: acting !== undefined,
    };
  });
}
