import { personName, studentId } from '../../domain/identity.ts';
import { type AssessedTier, DOMAINS, type Domain, type DomainResult } from '../../domain/tiers/result.ts';
import { stringAt } from '../../lake/rows.ts';
import type { DirectoryEntry } from '../../store/entities.ts';
import type { AssessmentInputs } from './assessStudents.ts';
import { rowsOfPeople } from './rowsOfPeople.ts';

/** Makes the directory entries of students from rostering and their results. */
export function directoryReader({
  tables,
  students,
  placeOf,
}: AssessmentInputs): (student: number, domains: Readonly<Record<Domain, DomainResult>>) => DirectoryEntry {
  const rows = rowsOfPeople(tables.users, 'sourcedId', students.indexOf);
  const givenNames = tables.users.strings('givenName');
  const familyNames = tables.users.strings('familyName');
  return (student, domains) => {
    const user = rows.of(student)[0] ?? -1;
    const { listing, schools, exited, grade } = placeOf(student);
    return {
      sourcedId: studentId(students.ids[student] ?? ''),
      givenName: personName(stringAt(givenNames, user) ?? ''),
      familyName: personName(stringAt(familyNames, user) ?? ''),
      grade,
      school: listing?.school ?? '',
      schools,
      exited,
      tiers: tiersOf(domains),
      flags: flagsOf(domains),
    };
  };
}

function tiersOf(domains: Readonly<Record<Domain, DomainResult>>): Record<Domain, AssessedTier> {
  const tiers = {} as Record<Domain, AssessedTier>;
  for (const domain of DOMAINS) tiers[domain] = domains[domain].tier;
  return tiers;
}

const NO_FLAGS: readonly string[] = [];

function flagsOf(domains: Readonly<Record<Domain, DomainResult>>): readonly string[] {
  if (DOMAINS.every((domain) => domains[domain].flags.length === 0)) return NO_FLAGS;
  const flags = new Set<string>();
  for (const domain of DOMAINS) for (const flag of domains[domain].flags) flags.add(flag);
  return [...flags].sort();
}
