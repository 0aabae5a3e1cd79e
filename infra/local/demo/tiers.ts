import type { Domain, Tier } from '../../../shared/domain/tiers/result.ts';
import { explain } from '../../../shared/domain/tiers/sentence.ts';
import type { ApiClient } from '../console/apiClient.ts';
import type { DomainTier, StudentRow, StudentTiers } from './views.ts';

/** A student who went from one tier to another. */
export interface Change {
  readonly student: StudentRow;
  readonly domain: Domain;
  readonly from: Tier;
  readonly to: Tier;
}

/** What the API says of a student in one domain. */
export async function tierIn(api: ApiClient, { sourcedId }: StudentRow, domain: Domain): Promise<DomainTier> {
  const { domains } = await api.get<StudentTiers>(`/v1/students/${sourcedId}/tiers`);
  const found = domains.find((each) => each.domain === domain);
  if (!found) throw new Error(`the API does not answer ${domain}`);
  return found;
}

/** The sentence of the reason that decided, without those beside it. */
export const decidingSentence = ({ domain, tier, reasons, thresholds }: DomainTier): string =>
  explain(domain, { tier, reasons: reasons.slice(0, 1), flags: [], thresholds });

export const whyInShort = async (api: ApiClient, { student, domain }: Pick<Change, 'student' | 'domain'>) =>
  decidingSentence(await tierIn(api, student, domain));
