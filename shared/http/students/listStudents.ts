import * as z from 'zod';
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
import { authorize } from '../authorization.ts';
import type { Caller } from '../caller.ts';
import { type Cursors, cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import type { listStudentsContract } from './contracts.ts';
import { type ListSource, type ListSources, listSourcesOf } from './listSources.ts';

export type StudentQuery = z.output<NonNullable<typeof listStudentsContract.query>>;

export interface StudentList {
  readonly students: readonly DirectoryEntry[];
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
export async function listStudents(caller: Caller, query: StudentQuery): Promise<StudentList> {
  if (query.domain !== undefined && query.tier === undefined) {
    const error = { parameter: 'domain', code: 'alone', message: 'says which domain tier speaks of: give tier too' };
    throw new Problem('request.invalid', { errors: [error] });
  }
  const found = await listSourcesOf(caller, query);
  const cursors = await cursorsOf('listStudents', caller, query, position);
  const start = cursors.start(query.cursor) ?? { source: 0 };
  const keep = filterOf(caller, query, found);
  if (query.sort === 'name') return byName(found, keep, query, cursors, start);
  return byId(found, keep, query, cursors, start);
}

type Keep = NonNullable<ListOptions['where']>;

/** Who is asked for and may be seen; a student in several lists stands in the first of them. */
function filterOf(caller: Caller, query: StudentQuery, { callerSchools }: ListSources): Keep {
  return (entry, caseload) => asked(entry, query) && seen(caller, entry, caseload, callerSchools);
}

function asked(entry: DirectoryEntry, query: StudentQuery): boolean {
  const domains = query.domain === undefined ? DOMAINS : [query.domain];
  return (
    entry.exited === query.exited &&
    (query.school === undefined || schoolsListing(entry).includes(query.school)) &&
    (query.grade === undefined || entry.grade === query.grade) &&
    (query.tier === undefined || domains.some((domain) => String(entry.tiers[domain]) === query.tier))
  );
}

function seen(
  caller: Caller,
  entry: DirectoryEntry,
  caseload: CaseloadEntry | undefined,
  callerSchools: readonly string[],
) {
  const scope = { studentSchools: schoolsListing(entry), callerSchools, bases: caseload?.bases ?? [] };
  return authorize(caller, 'student.read', scope).granted;
}

async function byId(
  { sources, published: known }: ListSources,
  keep: Keep,
  query: StudentQuery,
  cursors: Cursors<Position>,
  start: Position,
): Promise<StudentList> {
  const students: DirectoryEntry[] = [];
  let published = known;
  let after = start.after;
  const selective = query.tier !== undefined || query.grade !== undefined || query.exited;
  for (let index = start.source; index < sources.length; index++) {
    const source = sources[index];
    if (!source) break;
    const missing = query.limit - students.length;
    if (missing === 0 || index - start.source === MAX_SOURCES_A_PAGE) {
      return { students, nextCursor: cursors.next({ source: index }), ...(published && { published }) };
    }
    const page: StudentPage = await read(source, {
      limit: missing,
      where: (entry, caseload) => keep(entry, caseload) && firstOf(sources, entry) === source,
      ...(after !== undefined && { after: studentId(after) }),
      ...(published && { published }),
      ...(selective && { scan: SCAN_ROWS }),
    });
    students.push(...page.students);
    published ??= page.published;
    if (page.after !== undefined) {
      const nextCursor = cursors.next({ source: index, after: page.after });
      return { students, nextCursor, ...(published && { published }) };
    }
    after = undefined;
  }
  return { students, ...(published && { published }) };
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
): Promise<StudentList> {
  if (sources.length > 1) throw new Problem('students.sort_by_name');
  const [source] = sources;
  if (!source) return published ? { students: [], published } : { students: [] };
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
  const students = sorted.slice(from, from + query.limit);
  const last = students.at(-1);
  return {
    students,
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
