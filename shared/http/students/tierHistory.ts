import { domainsIn } from '../../domain/access/fieldClass.ts';
import { parseDay } from '../../domain/calendar/day.ts';
import { DOMAINS } from '../../domain/tiers/result.ts';
import { tiersByYear } from '../../domain/tiers/years.ts';
import { tierChanges } from '../../store/tiers.ts';
import type { SeenStudent } from '../studentAccess.ts';
import { changeOf } from './explainTiers.ts';

const MAX_CHANGES = 500;

/** Every transition of a student's tiers in each domain, over all their schools, and the last tier of each school year. */
export async function tierHistory({ directory, published, classes }: SeenStudent, startsOn: string) {
  const changes = await tierChanges(directory.sourcedId, published);
  const lastDay = parseDay(published.asOf) ?? 0;
  return domainsIn(DOMAINS, classes).map((domain) => {
    const ofDomain = changes.filter((change) => change.domain === domain);
    return {
      domain,
      changes: ofDomain.slice(0, MAX_CHANGES).map(changeOf),
      moreChanges: Math.max(0, ofDomain.length - MAX_CHANGES),
      years: tiersByYear(ofDomain.toReversed(), startsOn, lastDay),
    };
  });
}
