import * as z from 'zod';
import { CLASS_OF_DOMAIN, domainsIn, type FieldClass } from '../../domain/access/fieldClass.ts';
import { type StudentId, studentId } from '../../domain/identity.ts';
import { DOMAINS } from '../../domain/tiers/result.ts';
import {
  type ListOptions,
  listCaseload,
  listSchoolStudents,
  type StudentPage,
  schoolsListing,
} from '../../store/directory.ts';
import type { CaseloadEntry, DirectoryEntry, PublishedPointer } from '../../store/entities.ts';
import { authorize, type Decision, type Grant } from '../authorization.ts';
import { type Cursors, cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import type { Asking } from '../studentAccess.ts';
import type { listStudentsContract } from './contracts.ts';
import { type ListSource, type ListSources, listSourcesOf } from './listSources.ts';

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

/** A page may come up short after this many partitions; its cursor leads on. */
const MAX_SOURCES_A_PAGE = 20;
/** Rows looked at in one request where a filter keeps few; DynamoDB ends a request at a megabyte by itself. */
const SCAN_ROWS = 2_000;

const position = z.strictObject({ source: z.int().min(0), after: keyPosition.optional() });
type Position = z.infer<typeof position>;

/** One page of the students a caller may see, filtered as asked. What lies outside their scope is not counted. */
export async function listStudents(context: Asking, query: StudentQuery): Promise<StudentList> {
  const { caller, disclosures } = context;
  if (query.domain !== undefined && query.tier === undefined) {
    const error = { parameter: 'domain', code: 'alone', message: 'says which domain tier speaks of: give tier too' };
    throw new Problem('request.invalid', { errors: [error] });
  }
  const found = await listSourcesOf(caller, query);
  const cursors = await cursorsOf('listStudents', caller, query, position);
  const start = cursors.start(query.cursor) ?? { source: 0 };
  const grants = new Map<StudentId, Grant>();
  const keep: Keep = (entry, caseload) => {
    const seen = seenBy(context, entry, caseload, found);
    if (!seen.granted || !asked(entry, query, seen.classes)) return false;
    grants.set(entry.sourcedId, seen);
    return true;
  };
  const list = query.sort === 'name' ? byName : byId;
  const { entries, ...page } = await list(found, keep, query, cursors, start);
  const students = entries.flatMap((entry): readonly ListedStudent[] => {
    const grant = grants.get(entry.sourcedId);
    if (!grant) return [];
    disclosures.note([entry.sourcedId], shownIn(grant), grant.reason);
    return [{ entry, classes: grant.classes }];
  });
  return { ...page, students };
}

/** A student in several lists stands in the first of them. */
type Keep = NonNullable<ListOptions['where']>;

/** A page before it is told what of each student may be seen. */
interface FoundPage extends Omit<StudentList, 'students'> {
  readonly entries: readonly DirectoryEntry[];
}

/** A row shows directory information and tiers. */
const shownIn = ({ classes }: Grant): readonly FieldClass[] => [
  'directory',
  ...new Set(domainsIn(DOMAINS, classes).map((domain) => CLASS_OF_DOMAIN[domain])),
];

/** What somebody sees decides what they can ask for: a filter by a hidden tier finds nobody. */
function asked(entry: DirectoryEntry, query: StudentQuery, classes: ReadonlySet<FieldClass>): boolean {
  const domains = domainsIn(query.domain === undefined ? DOMAINS : [query.domain], classes);
  return (
    entry.exited === query.exited &&
    (query.school === undefined || schoolsListing(entry).includes(query.school)) &&
    (query.grade === undefined || entry.grade === query.grade) &&
    (query.tier === undefined || domains.some((domain) => String(entry.tiers[domain]) === query.tier))
  );
}

function seenBy(
  { caller, tenant }: Asking,
  entry: DirectoryEntry,
  caseload: CaseloadEntry | undefined,
  { callerSchools }: ListSources,
): Decision {
  const ties = { studentSchools: schoolsListing(entry), callerSchools, bases: caseload?.bases ?? [] };
  return authorize(caller, 'student.read', ties, tenant.tenant.access);
}

async function byId(
  { sources, published: known }: ListSources,
  keep: Keep,
  query: StudentQuery,
  cursors: Cursors<Position>,
  start: Position,
): Promise<FoundPage> {
  const entries: DirectoryEntry[] = [];
  let published = known;
  let after = start.after;
  const selective = query.tier !== undefined || query.grade !== undefined || query.exited;
  for (let index = start.source; index < sources.length; index++) {
    const source = sources[index];
    if (!source) break;
    const missing = query.limit - entries.length;
    if (missing === 0 || index - start.source === MAX_SOURCES_A_PAGE) {
      return { entries, nextCursor: cursors.next({ source: index }), ...(published && { published }) };
    }
    const page: StudentPage = await read(source, {
      limit: missing,
      where: (entry, caseload) => keep(entry, caseload) && firstOf(sources, entry) === source,
      ...(after !== undefined && { after: studentId(after) }),
      ...(published && { published }),
      ...(selective && { scan: SCAN_ROWS }),
    });
    entries.push(...page.students);
    published ??= page.published;
    if (page.after !== undefined) {
      const nextCursor = cursors.next({ source: index, after: page.after });
      return { entries, nextCursor, ...(published && { published }) };
    }
    after = undefined;
  }
  return { entries, ...(published && { published }) };
}

/** The first of the lists that may hold a student: none but the caseload, or the first of their schools. */
function firstOf(sources: readonly ListSource[], entry: DirectoryEntry): ListSource | undefined {
  const schools = schoolsListing(entry);
  return sources.find((source) => source.kind === 'caseload' || schools.includes(source.school));
}

const byFamilyName = new Intl.Collator('en', { sensitivity: 'base' });

/** The whole of one partition in order of name. The cursor names the last student, not their name. */
async function byName(
  { sources, published }: ListSources,
  keep: Keep,
  query: StudentQuery,
  cursors: Cursors<Position>,
  start: Position,
): Promise<FoundPage> {
  if (sources.length > 1) throw new Problem('students.sort_by_name');
  const [source] = sources;
  if (!source) return published ? { entries: [], published } : { entries: [] };
  const page = await read(source, {
    limit: Number.MAX_SAFE_INTEGER,
    where: keep,
    scan: SCAN_ROWS,
    ...(published && { published }),
  });
  const sorted = page.students.toSorted(
    (a, b) =>
      byFamilyName.compare(a.familyName, b.familyName) ||
      byFamilyName.compare(a.givenName, b.givenName) ||
      (a.sourcedId < b.sourcedId ? -1 : 1),
  );
  const from = start.after === undefined ? 0 : indexAfter(sorted, studentId(start.after));
  const entries = sorted.slice(from, from + query.limit);
  const last = entries.at(-1);
  return {
    entries,
    ...(page.published && { published: page.published }),
    ...(last &&
      from + query.limit < sorted.length && { nextCursor: cursors.next({ source: 0, after: last.sourcedId }) }),
  };
}

function indexAfter(sorted: readonly DirectoryEntry[], last: StudentId): number {
  const index = sorted.findIndex((entry) => entry.sourcedId === last);
  if (index < 0)
    throw new Problem('cursor.invalid', { detail: 'The list has changed since; start over without cursor.' });
  return index + 1;
}

const read = (source: ListSource, options: ListOptions): Promise<StudentPage> =>
  source.kind === 'school' ? listSchoolStudents(source.school, options) : listCaseload(source.staff, options);
