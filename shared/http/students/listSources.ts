import type { SchoolId, StaffId } from '../../domain/identity.ts';
import { readStaffAccess } from '../../store/directory.ts';
import type { PublishedPointer } from '../../store/entities.ts';
import { readPublished } from '../../store/published.ts';
import { getRun } from '../../store/runs.ts';
import { type AccessScope, reachOf } from '../authorization.ts';
import type { Caller } from '../caller.ts';
import { Problem } from '../problems.ts';
import { staffWhoReach } from '../studentAccess.ts';

/** A partition that lists students: a school's, or a member of staff's caseload and sections. */
export type ListSource =
  | { readonly kind: 'school'; readonly school: SchoolId }
  | { readonly kind: 'caseload'; readonly staff: StaffId };

export interface ListSources {
  readonly sources: readonly ListSource[];
  /** Schools of the caller's own roles, for `authorize`. */
  readonly callerSchools: readonly SchoolId[];
  /** The pointer when it had to be read. */
  readonly published?: PublishedPointer;
}

/** The partitions in which a caller's students stand, in the order they are listed, narrowed to what is asked for. */
export async function listSourcesOf(
  caller: Caller,
  query: { readonly school?: string | undefined; readonly caseload?: 'mine' | undefined },
): Promise<ListSources> {
  const reach = reachOf(caller, 'student.read');
  const staff = staffWhoReach(caller, 'student.read');
  if (query.caseload === 'mine') return ownCaseload(caller, reach);
  if (reach.has('district')) return districtSources(query.school);
  const caseload: readonly ListSource[] =
    staff !== undefined && (reach.has('caseload') || reach.has('section')) ? [{ kind: 'caseload', staff }] : [];
  if (staff === undefined || !reach.has('school')) return { sources: caseload, callerSchools: [] };
  const { published, access } = await readStaffAccess(staff);
  const callerSchools = access?.schools ?? [];
  const schools = callerSchools.filter((school) => query.school === undefined || school === query.school);
  const sources = [...schools.toSorted().map((school) => ({ kind: 'school', school }) as const), ...caseload];
  return { sources, callerSchools, ...(published && { published }) };
}

async function ownCaseload(caller: Caller, reach: ReadonlySet<AccessScope>): Promise<ListSources> {
  const { staffId } = caller;
  if (staffId === undefined) throw new Problem('access.staff_unknown');
  const sources = [{ kind: 'caseload', staff: staffId }] as const;
  if (!reach.has('school')) return { sources, callerSchools: [] };
  const { published, access } = await readStaffAccess(staffId);
  return { sources, callerSchools: access?.schools ?? [], ...(published && { published }) };
}

/** The district's schools are those that the published run has assessed students of. */
async function districtSources(school: SchoolId | undefined): Promise<ListSources> {
  if (school !== undefined) return { sources: [{ kind: 'school', school }], callerSchools: [] };
  const published = await readPublished();
  const run = published && (await getRun(published.runId));
  const schools = new Set((run?.summaries ?? []).flatMap((summary) => Object.keys(summary.bySchool)));
  const sources = [...schools].toSorted().map((each) => ({ kind: 'school', school: each }) as const);
  return { sources, callerSchools: [], ...(published && { published }) };
}
