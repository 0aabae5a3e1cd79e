import { type CaseloadCounts, type CountedStudent, countsOf } from '../../domain/caseload/counts.ts';
import { type AssessedTier, DOMAINS, type Domain } from '../../domain/tiers/result.ts';
import { getJson, type Lake } from '../../lake/lake.ts';
import { schoolsListing } from '../../store/directory.ts';
import { type DirectoryEntry, SECTION_BASIS } from '../../store/entities.ts';
import type { CaseloadOwner } from '../../store/reassignments.ts';
import type { StaffState } from '../compare/change.ts';
import { valuesIn } from '../results/lines.ts';
import { runFiles } from '../run/runFiles.ts';
import type { WrittenObject } from '../run/runManifest.ts';
import { objectOf } from '../run/writtenObject.ts';

/** A member of staff with cases, and what is counted of them. */
export interface CaseloadSummary {
  readonly access: CaseloadOwner;
  readonly counts: CaseloadCounts;
}

/** A student's tiers: id, one character for each domain, the schools that list them. */
type TiersLine = readonly [string, string, readonly string[]];

export const tiersLine = (directory: DirectoryEntry): string =>
  JSON.stringify([
    directory.sourcedId,
    DOMAINS.map((domain) => String(directory.tiers[domain]).charAt(0)).join(''),
    schoolsListing(directory),
  ]);

const TIER: Readonly<Record<string, AssessedTier>> = { '1': 1, '2': 2, '3': 3, n: 'notAssessed' };

/** What is counted of each student of a run, by sourcedId; students who are counted alike are one object. */
async function countedStudents(lake: Lake, runId: string, parts: number): Promise<ReadonlyMap<string, CountedStudent>> {
  const students = new Map<string, CountedStudent>();
  const alike = new Map<string, CountedStudent>();
  for (let part = 0; part < parts; part++) {
    const lines = (await valuesOf(lake, runFiles.tiers(runId, part))) as readonly TiersLine[];
    for (const [id, tiers, schools] of lines) {
      const what = `${tiers}${JSON.stringify(schools)}`;
      const known = alike.get(what) ?? { schools, tiers: tiersIn(tiers) };
      alike.set(what, known);
      students.set(id, known);
    }
  }
  return students;
}

function tiersIn(characters: string): Record<Domain, AssessedTier> {
  const byDomain = DOMAINS.map((domain, index) => [domain, TIER[characters.charAt(index)] ?? 'notAssessed'] as const);
  return Object.fromEntries(byDomain) as Record<Domain, AssessedTier>;
}

/** The staff of a run, ascending by sourcedId. */
export async function readStaff(lake: Lake, runId: string): Promise<readonly StaffState[]> {
  return (await valuesOf(lake, runFiles.staff(runId))) as readonly StaffState[];
}

/** Counts the caseloads of a run's staff, sections apart, and writes that beside its results: one object that readers fetch. */
export async function writeCaseloads(lake: Lake, runId: string, parts: number): Promise<WrittenObject> {
  const students = await countedStudents(lake, runId, parts);
  const summaries = (await readStaff(lake, runId)).flatMap(({ access, caseload }): readonly CaseloadSummary[] => {
    const cases = caseload.filter(({ bases }) => bases.some((basis) => basis !== SECTION_BASIS));
    if (cases.length === 0) return [];
    const { sourcedId, givenName, familyName, schools, disabled } = access;
    const counts = countsOf(cases.flatMap((entry) => students.get(entry.sourcedId) ?? []));
    return [{ access: { sourcedId, givenName, familyName, schools, ...(disabled && { disabled }) }, counts }];
  });
  const bytes = new TextEncoder().encode(JSON.stringify(summaries));
  await lake.put(runFiles.caseloads(runId), bytes, 'application/json');
  return objectOf(bytes);
}

/** What a run has counted; nothing of runs that counted nothing yet. */
export async function readCaseloads(lake: Lake, runId: string): Promise<readonly CaseloadSummary[]> {
  return ((await getJson(lake, runFiles.caseloads(runId))) as readonly CaseloadSummary[] | undefined) ?? [];
}

async function valuesOf(lake: Lake, key: string): Promise<readonly unknown[]> {
  const bytes = await lake.get(key);
  if (!bytes) throw new Error(`the lake has no object ${key}`);
  return valuesIn(bytes);
}
