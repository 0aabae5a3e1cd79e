import { readStudentResult } from '../../assess/readStudentResult.ts';
import { explain } from '../../domain/tiers/sentence.ts';
import type { TierChange, TierEntry } from '../../store/entities.ts';
import { tierChanges } from '../../store/tiers.ts';
import { districtLake } from '../districtLake.ts';
import type { SeenStudent } from '../studentAccess.ts';

const MAX_CHANGES = 100;

/**
 * A student's tiers with everything that explains them: exact values, dates and rows from the published run's results,
 * which are derived anew every night, and the history of changes.
 */
export async function explainTiers({ directory, tiers, published }: SeenStudent) {
  const result = await readStudentResult(districtLake(), published.runId, directory.sourcedId);
  if (!result) throw new Error(`run ${published.runId} has no result of a published student`);
  return Promise.all(
    tiers.map(async (entry: TierEntry) => {
      const { domain, tier, since } = entry;
      const { reasons, flags, thresholds, asOf = null } = result.domains[domain];
      const changes = await tierChanges(directory.sourcedId, domain, published);
      return {
        ...{ domain, tier, since, flags, thresholds, asOf },
        sentence: explain(result.domains[domain]),
        reasons,
        history: changes.slice(0, MAX_CHANGES).map(changeOf),
      };
    }),
  );
}

const changeOf = ({ from, to, cause, reasonCodes, asOf, runId }: TierChange) => {
  return { from, to, cause, reasonCodes, asOf, runId };
};
