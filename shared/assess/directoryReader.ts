import { personName, studentId } from '../domain/identity.ts';
import { type AssessedTier, DOMAINS, type Domain, type DomainResult } from '../domain/tiers/result.ts';
import { stringAt } from '../lake/rows.ts';
import type { DirectoryEntry } from '../store/entities.ts';
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
      tiers: Object.fromEntries(DOMAINS.map((domain) => [domain, domains[domain].tier])) as Record<
        Domain,
        AssessedTier
      >,
      flags: [...new Set(DOMAINS.flatMap((domain) => domains[domain].flags))].sort(),
    };
  };
}
