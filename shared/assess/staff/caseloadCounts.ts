import { type CaseloadCounts, type CountedStudent, countsOf } from '../../domain/caseload/counts.ts';
import { type AssessedTier, DOMAINS, type Domain } from '../../domain/tiers/result.ts';
import { getJson, type Lake } from '../../lake/lake.ts';
import { schoolsListing } from '../../store/directory.ts';
import { type DirectoryEntry, SECTION_BASIS } from '../../store/entities.ts';
import type { CaseloadOwner } from '../../store/reassignments.ts';
import type { StaffState } from '../compare/change.ts';
import { runFiles } from '../run/runFiles.ts';
import type { WrittenObject } from '../run/runManifest.ts';
import { objectOf } from '../run/writtenObject.ts';

/** A member of staff with cases, and what is counted of them. */
export interface CaseloadSummary {
  readonly access: CaseloadOwner;
  readonly counts: CaseloadCounts;
}

/** A student's tiers as a line: id, one character for each domain, the schools that list them. */
export const tiersLine = (directory: DirectoryEntry): string =>
  JSON.stringify([
    directory.sourcedId,
    DOMAINS.map((domain) => String(directory.tiers[domain]).charAt(0)).join(''),
    schoolsListing(directory),
  ]);

const TIER: Readonly<Record<string, AssessedTier>> = { '1': 1, '2': 2, '3': 3, n: 'notAssessed' };

function studentIn(line: string): readonly [string, CountedStudent] {
  const [id, tiers, schools] = JSON.parse(line) as [string, string, string[]];
  const byDomain = DOMAINS.map((domain, index) => [domain, TIER[tiers.charAt(index)] ?? 'notAssessed'] as const);
  return [id, { schools, tiers: Object.fromEntries(byDomain) as Record<Domain, AssessedTier> }];
}

/** The staff of a run, ascending by sourcedId. */
export async function readStaff(lake: Lake, runId: string): Promise<readonly StaffState[]> {
  return (await linesOf(lake, runFiles.staff(runId))).map((line) => JSON.parse(line) as StaffState);
}

/** Counts the caseloads of a run's staff, sections apart, and writes that beside its results: one object that readers fetch. */
export async function writeCaseloads(lake: Lake, runId: string, parts: number): Promise<WrittenObject> {
  const students = new Map<string, CountedStudent>();
  for (let part = 0; part < parts; part++) {
    for (const line of await linesOf(lake, runFiles.tiers(runId, part))) students.set(...studentIn(line));
  }
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

async function linesOf(lake: Lake, key: string): Promise<readonly string[]> {
  const bytes = await lake.get(key);
  if (!bytes) throw new Error(`the lake has no object ${key}`);
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '');
}
