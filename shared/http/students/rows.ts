import { domainsIn, type FieldClass } from '../../domain/access/fieldClass.ts';
import { DOMAINS, type Domain } from '../../domain/tiers/result.ts';
import { summaryOf } from '../../domain/tiers/summary.ts';
import { type Trend, trendOf } from '../../domain/tiers/trend.ts';
import type { DirectoryEntry, PublishedPointer } from '../../store/entities.ts';
import type { ListedStudent } from './listStudents.ts';
import { programsShown } from './rowFilter.ts';

/** A student as lists show them: of tiers, flags, trends and programs what is of the classes the caller sees. */
export function rowOf({ entry, classes }: ListedStudent) {
  const domains = domainsIn(DOMAINS, classes);
  const tiers = Object.fromEntries(domains.map((domain) => [domain, entry.tiers[domain]]));
  const flags = entriesOf(domains, (domain) => entry.flags?.[domain]);
  return {
    ...directoryOf(entry),
    ...{ flags, trends: trendsOf(entry, classes), tiers, summary: summaryOf(tiers) },
    programs: programsShown(entry, classes),
  };
}

export function directoryOf({ sourcedId, givenName, familyName, grade, school, schools, exited }: DirectoryEntry) {
  return { sourcedId, givenName, familyName, grade, school, schools, exited };
}

/** Trends of the domains that somebody with these classes may know of. */
export const trendsOf = ({ tiers, moving }: DirectoryEntry, classes: ReadonlySet<FieldClass>) =>
  entriesOf<Trend>(domainsIn(DOMAINS, classes), (domain) => trendOf(domain, tiers[domain], moving?.[domain]));

function entriesOf<T>(domains: readonly Domain[], read: (domain: Domain) => T | undefined) {
  const found: Partial<Record<Domain, T>> = {};
  for (const domain of domains) {
    const value = read(domain);
    if (value !== undefined) found[domain] = value;
  }
  return found;
}

export function publicationOf(published: PublishedPointer | undefined) {
  return { asOf: published?.asOf ?? null, runId: published?.runId ?? null };
}
