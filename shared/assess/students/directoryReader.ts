import { personName, studentId } from '../../domain/identity.ts';
import { type AssessedTier, DOMAINS, type Domain, type DomainResult } from '../../domain/tiers/result.ts';
import { type Moving, movingOf } from '../../domain/tiers/trend.ts';
import { stringAt } from '../../lake/rows.ts';
import type { DirectoryEntry } from '../../store/entities.ts';
import type { AssessmentInputs } from './assessStudents.ts';
import { programReader } from './programReader.ts';
import { rowsOfPeople } from './rowsOfPeople.ts';

type Results = Readonly<Record<Domain, DomainResult>>;

/** Makes the directory entries of students from rostering, their programs and their results; members in one order always. */
export function directoryReader(inputs: AssessmentInputs): (student: number, domains: Results) => DirectoryEntry {
  const { tables, students, placeOf } = inputs;
  const rows = rowsOfPeople(tables.users, 'sourcedId', students.indexOf);
  const givenNames = tables.users.strings('givenName');
  const familyNames = tables.users.strings('familyName');
  const programsOf = programReader(inputs);
  return (student, domains) => {
    const user = rows.of(student)[0] ?? -1;
    const { listing, schools, exited, grade } = placeOf(student);
    const [flags, moving, programs] = [flagsOf(domains), movingIn(domains), programsOf(student)];
    return {
      sourcedId: studentId(students.ids[student] ?? ''),
      givenName: personName(stringAt(givenNames, user) ?? ''),
      familyName: personName(stringAt(familyNames, user) ?? ''),
      grade,
      school: listing?.school ?? '',
      schools,
      exited,
      tiers: tiersOf(domains),
      ...(flags && { flags }),
      ...(moving && { moving }),
      ...(programs.length > 0 && { programs }),
    };
  };
}

function tiersOf(domains: Results): Record<Domain, AssessedTier> {
  const tiers = {} as Record<Domain, AssessedTier>;
  for (const domain of DOMAINS) tiers[domain] = domains[domain].tier;
  return tiers;
}

/** Undefined without any: so it is with most students. */
function flagsOf(domains: Results): DirectoryEntry['flags'] {
  let found: Partial<Record<Domain, readonly string[]>> | undefined;
  for (const domain of DOMAINS) {
    const flags = domains[domain].flags.filter((flag) => flag !== 'exited');
    if (flags.length === 0) continue;
    found ??= {};
    found[domain] = flags;
  }
  return found;
}

function movingIn(domains: Results): DirectoryEntry['moving'] {
  let found: Partial<Record<Domain, Moving>> | undefined;
  for (const domain of DOMAINS) {
    const moving = movingOf(domain, domains[domain]);
    if (moving === undefined) continue;
    found ??= {};
    found[domain] = moving;
  }
  return found;
}
