import { DOMAINS, type Domain } from '../../../shared/domain/tiers/result.ts';

/** What is said of attendance, and one thing of every other domain. */
export const everyDomain = <T>(attendance: T, others: T): Record<Domain, T> =>
  Object.fromEntries(DOMAINS.map((domain) => [domain, domain === 'attendance' ? attendance : others])) as Record<
    Domain,
    T
  >;
