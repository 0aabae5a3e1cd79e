import { readNameIndex } from '../../assess/names/readNames.ts';
import { type SchoolId, type StaffId, staffId } from '../../domain/identity.ts';
import { readStaffAccess } from '../../store/directory.ts';
import type { PublishedPointer } from '../../store/entities.ts';
import { lastPublished, readPublished } from '../../store/published.ts';
import { getRun } from '../../store/runs.ts';
import { type AccessScope, reachOf } from '../authorization.ts';
import type { Caller } from '../caller.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { staffWhoReach } from '../studentAccess.ts';

/** A partition that lists students: a school's, or a member of staff's caseload and sections. */
export type ListPartition =
  | { readonly kind: 'school'; readonly school: SchoolId }
  | { readonly kind: 'caseload'; readonly staff: StaffId };

/** The names of the published run, those of some schools alone where it says which. */
export interface NameSource {
  readonly kind: 'names';
  readonly schools?: ReadonlySet<SchoolId>;
}

export type ListSource = ListPartition | NameSource;

export interface ListSources {
  readonly sources: readonly ListSource[];
  /** Schools of the caller's own roles, for `authorize`. */
  readonly callerSchools: readonly SchoolId[];
  /** The pointer when it was read for this request; or one seen before, for names alone, which look again. */
  readonly published?: PublishedPointer;
}

/** The part of a query that decides where to look. */
export interface SourceQuery {
  readonly q?: string | undefined;
  readonly sort?: 'id' | 'name' | undefined;
  readonly school?: string | undefined;
  /** `mine` or a member of staff. */
  readonly caseload?: string | undefined;
}

/** Where a caller's students stand, in the order they are listed, narrowed to what is asked for. */
export async function listSourcesOf(caller: Caller, query: SourceQuery): Promise<ListSources> {
  const reach = reachOf(caller, 'student.read');
  const staff = staffWhoReach(caller, 'student.read');
  if (query.caseload !== undefined) return caseloadSources(caller, reach, query.caseload);
  if (reach.has('district')) return districtSources(query);
  const caseload: readonly ListSource[] =
    staff !== undefined && (reach.has('caseload') || reach.has('section')) ? [{ kind: 'caseload', staff }] : [];
  if (staff === undefined || !reach.has('school')) return { sources: caseload, callerSchools: [] };
  const { published, access } = await readStaffAccess(staff);
  const callerSchools = access?.schools ?? [];
  const schools = callerSchools.filter((school) => query.school === undefined || school === query.school).toSorted();
  const sources = [...(await sourcesIn(schools, query, published)), ...caseload];
  return { sources, callerSchools, ...(published && { published }) };
}

/** One's own list; that of somebody else for those whose reach does not come from a list of their own, and for nobody else. */
async function caseloadSources(caller: Caller, reach: ReadonlySet<AccessScope>, asked: string): Promise<ListSources> {
  const own = asked === 'mine' ? caller.staffId : staffId(asked);
  if (own === undefined) throw new Problem('access.staff_unknown');
  const isOwn = own === caller.staffId;
  if (!isOwn && !reach.has('district') && !reach.has('school')) return { sources: [], callerSchools: [] };
  const sources = [{ kind: 'caseload', staff: own }] as const;
  if (!reach.has('school') || caller.staffId === undefined) return { sources, callerSchools: [] };
  const { published, access } = await readStaffAccess(caller.staffId);
  return { sources, callerSchools: access?.schools ?? [], ...(published && { published }) };
}

async function districtSources(query: SourceQuery): Promise<ListSources> {
  const { q, school } = query;
  if (q === undefined && school !== undefined) return { sources: [{ kind: 'school', school }], callerSchools: [] };
  const published = (q === undefined ? undefined : lastPublished()) ?? (await readPublished());
  if (!published) return { sources: [], callerSchools: [] };
  const index = await readNameIndex(districtLake(), published.runId);
  if (index && goesByName(query)) {
    const schools = school === undefined ? {} : { schools: new Set([school]) };
    return { sources: [{ kind: 'names', ...schools }], callerSchools: [], published };
  }
  const schools = school === undefined ? (index?.schools ?? (await schoolsOfRun(published.runId))) : [school];
  return { sources: schools.map(partitionOf), callerSchools: [], published };
}

/** A run that has no names tells its schools by what it counted. */
async function schoolsOfRun(runId: string): Promise<readonly SchoolId[]> {
  const run = await getRun(runId);
  return [...new Set((run?.summaries ?? []).flatMap(({ bySchool }) => Object.keys(bySchool)))].sort();
}

/** The lists of some schools; their names instead, where somebody is searched for or several lists are to be one. */
async function sourcesIn(
  schools: readonly SchoolId[],
  query: SourceQuery,
  published: PublishedPointer | undefined,
): Promise<readonly ListSource[]> {
  const isByNames = query.q !== undefined || (goesByName(query) && schools.length > 1);
  if (!isByNames || schools.length === 0 || !published) return schools.map(partitionOf);
  if (!(await readNameIndex(districtLake(), published.runId))) return schools.map(partitionOf);
  return [{ kind: 'names', schools: new Set(schools) }];
}

/** Whether the order or the search is one by name. */
const goesByName = ({ q, sort }: SourceQuery): boolean => q !== undefined || sort === 'name';

const partitionOf = (school: SchoolId): ListSource => ({ kind: 'school', school });
