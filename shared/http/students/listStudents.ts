import type * as z from 'zod';
import { CLASS_OF_DOMAIN, domainsIn, type FieldClass } from '../../domain/access/fieldClass.ts';
import { nameSearch } from '../../domain/search/nameKeys.ts';
import { DOMAINS } from '../../domain/tiers/result.ts';
import { type ListOptions, schoolsListing } from '../../store/directory.ts';
import type { CaseloadEntry, DirectoryEntry, PublishedPointer } from '../../store/entities.ts';
import { authorize, type Decision, type Grant } from '../authorization.ts';
import { cursorsOf } from '../cursor.ts';
import { Problem } from '../problems.ts';
import type { Asking } from '../studentAccess.ts';
import type { listStudentsContract } from './listContract.ts';
import { type ListSources, listSourcesOf } from './listSources.ts';
import { byId, byNameInPartition, type ListOrder, position } from './orders.ts';
import { isAskedFor, type RowFilter } from './rowFilter.ts';

export type StudentQuery = z.output<NonNullable<typeof listStudentsContract.query>>;

/** A row, and what of it the caller may see. */
export interface ListedStudent {
  readonly entry: DirectoryEntry;
  readonly classes: ReadonlySet<FieldClass>;
}

export interface StudentList {
  readonly students: readonly ListedStudent[];
  readonly nextCursor?: string;
  readonly published?: PublishedPointer;
}

/** Whether a student is shown; `caseload` only where it is the caller's own. */
export type Keep = NonNullable<ListOptions['where']>;

/** One page of the students a caller may see, filtered as asked. What lies outside their scope is not counted. */
export async function listStudents(context: Asking, query: StudentQuery): Promise<StudentList> {
  const { caller, disclosures } = context;
  if (query.domain !== undefined && query.tier === undefined && query.trend === undefined) {
    const message = 'says which domain tier and trend speak of: give one of them too';
    throw new Problem('request.invalid', { errors: [{ parameter: 'domain', code: 'alone', message }] });
  }
  const search = query.q === undefined ? undefined : nameSearch(query.q);
  if (query.q !== undefined && !search) return { students: [] };
  const { school, grade, program, domain, tier, trend, exited } = query;
  const filter: RowFilter = { search, school, grade, program, domain, tier, trend, exited };
  const found = await listSourcesOf(caller, query);
  const cursors = await cursorsOf('listStudents', caller, query, position);
  const grants = new Map<string, Grant>();
  const keep: Keep = (entry, caseload) => {
    const seen = seenBy(context, entry, caseload, found);
    if (!seen.granted || !isAskedFor(entry, filter, seen.classes)) return false;
    grants.set(entry.sourcedId, seen);
    return true;
  };
  const order: ListOrder = query.sort ?? (search ? 'name' : 'id');
  const asked = { ...found, caller, filter, order, limit: query.limit, cursors, keep };
  const start = cursors.start(query.cursor) ?? { source: 0 };
  const { entries, ...page } = await (isOnePartition(found, order) ? byNameInPartition : byId)(asked, start);
  const students = entries.flatMap((entry): readonly ListedStudent[] => {
    const grant = grants.get(entry.sourcedId);
    if (!grant) return [];
    disclosures.note([entry.sourcedId], shownIn(grant), grant.reason);
    return [{ entry, classes: grant.classes }];
  });
  return { ...page, students };
}

/**
 * Whether a list by name is one partition, which is read whole. Throws where several lists would have to be one and nothing
 * holds them in the order of names.
 */
function isOnePartition({ sources }: ListSources, order: ListOrder): boolean {
  if (order === 'id') return false;
  const [first] = sources;
  if (sources.length === 1) return first?.kind !== 'names';
  if (sources.some(({ kind }) => kind !== 'names') && sources[0]?.kind !== 'names')
    throw new Problem('students.sort_by_name');
  return false;
}

/** A row shows directory information, tiers and programs. */
const shownIn = ({ classes }: Grant): readonly FieldClass[] => [
  'directory',
  ...new Set(domainsIn(DOMAINS, classes).map((domain) => CLASS_OF_DOMAIN[domain])),
];

function seenBy(
  { caller, tenant }: Asking,
  entry: DirectoryEntry,
  caseload: CaseloadEntry | undefined,
  { callerSchools }: ListSources,
): Decision {
  const ties = { studentSchools: schoolsListing(entry), callerSchools, bases: caseload?.bases ?? [] };
  return authorize(caller, 'student.read', ties, tenant.tenant.access);
}
