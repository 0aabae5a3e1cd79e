import { CLASS_OF_DOMAIN, type FieldClass } from '../../../shared/domain/access/fieldClass.ts';
import { classOfProgram } from '../../../shared/domain/access/programClass.ts';
import { folded } from '../../../shared/domain/search/nameKeys.ts';
import { DOMAINS, type Domain } from '../../../shared/domain/tiers/result.ts';
import type { DirectoryEntry } from '../../../shared/store/entities.ts';
import { type Person, STUDENTS } from './searchedDistrict.ts';

const ALL: readonly FieldClass[] = ['directory', 'academic', 'discipline', 'health'];

/** What somebody sees of a student, said once more and otherwise. */
function classesFor({ role, schools, cases }: Person, entry: DirectoryEntry, n: number): readonly FieldClass[] {
  const listing = entry.exited ? [entry.school] : entry.schools;
  const ties = entry.exited ? [] : cases(n);
  if (role === 'districtAdmin') return ALL;
  if (role === 'schoolAdmin') return listing.some((school) => schools.includes(school)) ? ALL : [];
  if (role === 'counselor') return ties.includes('counselor') ? ALL : [];
  if (ties.includes('mentor')) return ['directory', 'academic', 'discipline'];
  return ties.includes('section') ? ['directory', 'academic'] : [];
}

export interface Query {
  q?: string;
  school?: string;
  grade?: string;
  program?: string;
  domain?: Domain;
  tier?: string;
  trend?: string;
  exited?: boolean;
}

/** Whom a query finds, as one would say it. */
export function expectedFor(person: Person, query: Query): string[] {
  return STUDENTS.flatMap((entry, n) => {
    const classes = classesFor(person, entry, n);
    const listing = entry.exited ? [entry.school] : entry.schools;
    const seen = DOMAINS.filter((domain) => classes.includes(CLASS_OF_DOMAIN[domain]));
    const trend = (domain: Domain) =>
      entry.tiers[domain] === 'notAssessed'
        ? undefined
        : (entry.moving?.[domain] ?? (domain === 'attendance' ? 'steady' : undefined));
    const isFound =
      classes.length > 0 &&
      entry.exited === (query.exited ?? false) &&
      (query.q === undefined || isNamed(entry, query.q)) &&
      (query.school === undefined || listing.includes(query.school)) &&
      (query.grade === undefined || entry.grade === query.grade) &&
      (query.program === undefined ||
        ((entry.programs ?? []).includes(query.program) && classes.includes(classOfProgram(query.program)))) &&
      ((query.tier === undefined && query.trend === undefined) ||
        seen.some(
          (domain) =>
            (query.domain === undefined || query.domain === domain) &&
            (query.tier === undefined || String(entry.tiers[domain]) === query.tier) &&
            (query.trend === undefined || trend(domain) === query.trend),
        ));
    return isFound ? [entry.sourcedId] : [];
  });
}

function isNamed({ sourcedId, givenName, familyName }: DirectoryEntry, q: string): boolean {
  const typed = folded(q);
  if (typed === '') return false;
  const texts = [`${familyName} ${givenName}`, `${givenName} ${familyName}`].map(folded);
  return texts.some((text) => text.startsWith(typed)) || sourcedId.startsWith(q.trim().toLowerCase());
}
