import * as z from 'zod';
import { studentId } from '../../domain/identity.ts';
import { byName, MAX_KEY } from '../../domain/search/nameKeys.ts';
import {
  type ListOptions,
  listCaseload,
  listSchoolStudents,
  type StudentPage,
  schoolsListing,
} from '../../store/directory.ts';
import type { DirectoryEntry, PublishedPointer } from '../../store/entities.ts';
import type { Caller } from '../caller.ts';
import type { Cursors } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import type { ListPartition, ListSource, ListSources } from './listSources.ts';
import type { Keep } from './listStudents.ts';
import { namedPage } from './namedPage.ts';
import type { RowFilter } from './rowFilter.ts';

/** A page may come up short after this many partitions; its cursor leads on. */
const MAX_SOURCES_A_PAGE = 20;
/** Rows looked at in one request where a filter keeps few; DynamoDB ends a request at a megabyte by itself. */
const SCAN_ROWS = 2_000;
/** How often a page is begun anew because a run was published while its lists were read. */
const ATTEMPTS = 3;

export type ListOrder = 'id' | 'name';

/** Where a page ends: the source, in it the student, and among names the key that led to them. */
export const position = z.strictObject({
  source: z.int().min(0),
  after: keyPosition.optional(),
  key: z
    .string()
    .max(MAX_KEY + 1)
    .optional(),
});
export type Position = z.infer<typeof position>;

/** What a page is made of. */
export interface AskedList extends ListSources {
  readonly caller: Caller;
  readonly filter: RowFilter;
  readonly order: ListOrder;
  readonly limit: number;
  readonly cursors: Cursors<Position>;
  readonly keep: Keep;
}

/** A page before it is told what of each student may be seen. */
export interface FoundPage {
  readonly entries: readonly DirectoryEntry[];
  readonly nextCursor?: string;
  readonly published?: PublishedPointer;
}

/** One source after the other, all through one publication. */
export async function byId(list: AskedList, start: Position, attempt = 1): Promise<FoundPage> {
  const { sources, cursors, limit } = list;
  const entries: DirectoryEntry[] = [];
  let { published } = list;
  let place: Position = start;
  for (let index = start.source; index < sources.length; index++) {
    const source = sources[index];
    const missing = limit - entries.length;
    if (!source || missing === 0 || index - start.source === MAX_SOURCES_A_PAGE) break;
    const page = await pageOf(source, list, { ...place, source: index }, missing, published);
    if (entries.length > 0 && isOfAnother(page.published, published) && attempt < ATTEMPTS) {
      return byId({ ...list, ...(page.published && { published: page.published }) }, start, attempt + 1);
    }
    entries.push(...page.entries);
    published = page.published ?? published;
    if (page.next) return { entries, nextCursor: cursors.next(page.next), ...(published && { published }) };
    place = { source: index + 1 };
  }
  const isOver = place.source >= sources.length;
  return { entries, ...(!isOver && { nextCursor: cursors.next(place) }), ...(published && { published }) };
}

const isOfAnother = (one: PublishedPointer | undefined, other: PublishedPointer | undefined): boolean =>
  one !== undefined && other !== undefined && one.publication !== other.publication;

interface SourcePage {
  readonly entries: readonly DirectoryEntry[];
  readonly published?: PublishedPointer;
  readonly next?: Position;
}

async function pageOf(
  source: ListSource,
  list: AskedList,
  { source: index, after, key }: Position,
  limit: number,
  published: PublishedPointer | undefined,
): Promise<SourcePage> {
  const { filter, order, keep, sources } = list;
  const isFirst = (entry: DirectoryEntry) => firstOf(sources, entry) === source;
  if (source.kind === 'names') {
    const place = after !== undefined && key !== undefined ? { key, sourcedId: after } : undefined;
    const page = await namedPage(
      source,
      published,
      { filter, order, limit, after: place, selective: isBeyondNames(filter) },
      (entry) => isFirst(entry) && keep(entry),
    );
    if (!page) return { entries: [] };
    const { after: last } = page;
    const next = last && { source: index, after: last.sourcedId, key: last.key };
    return { entries: page.entries, published: page.published, ...(next && { next }) };
  }
  const page = await read(source, list, {
    limit,
    where: (entry, caseload) => isFirst(entry) && keep(entry, caseload),
    ...(after !== undefined && { after: studentId(after) }),
    ...(published && { published }),
    ...(isSelective(filter) && { scan: SCAN_ROWS }),
  });
  return {
    entries: page.students,
    ...(page.published && { published: page.published }),
    ...(page.after !== undefined && { next: { source: index, after: page.after } }),
  };
}

const isBeyondNames = ({ grade, tier, trend, program }: RowFilter): boolean =>
  grade !== undefined || tier !== undefined || trend !== undefined || program !== undefined;

const isSelective = (filter: RowFilter): boolean =>
  isBeyondNames(filter) || filter.search !== undefined || filter.exited;

/** The first of the lists that may hold a student: none but the caseload, or the first of their schools. */
function firstOf(sources: readonly ListSource[], entry: DirectoryEntry): ListSource | undefined {
  const schools = schoolsListing(entry);
  return sources.find((source) => {
    if (source.kind === 'caseload') return true;
    if (source.kind === 'school') return schools.includes(source.school);
    return source.schools === undefined || schools.some((school) => source.schools?.has(school));
  });
}

/** The whole of one partition in order of name. The cursor names the last student, not their name. */
export async function byNameInPartition(list: AskedList, start: Position): Promise<FoundPage> {
  const { sources, published, cursors, keep, limit } = list;
  const source = sources.find((each): each is ListPartition => each.kind !== 'names');
  if (!source) return published ? { entries: [], published } : { entries: [] };
  const page = await read(source, list, {
    limit: Number.MAX_SAFE_INTEGER,
    where: keep,
    scan: SCAN_ROWS,
    ...(published && { published }),
  });
  const sorted = page.students.toSorted(byName);
  const from = start.after === undefined ? 0 : indexAfter(sorted, start.after);
  const entries = sorted.slice(from, from + limit);
  const last = entries.at(-1);
  return {
    entries,
    ...(page.published && { published: page.published }),
    ...(last && from + limit < sorted.length && { nextCursor: cursors.next({ source: 0, after: last.sourcedId }) }),
  };
}

function indexAfter(sorted: readonly DirectoryEntry[], last: string): number {
  const index = sorted.findIndex((entry) => entry.sourcedId === last);
  if (index < 0)
    throw new Problem('cursor.invalid', { detail: 'The list has changed since; start over without cursor.' });
  return index + 1;
}

/** A page of a partition; what a student is to somebody else does not count as what they are to the caller. */
function read(source: ListPartition, { caller }: AskedList, options: ListOptions): Promise<StudentPage> {
  if (source.kind === 'school') return listSchoolStudents(source.school, options);
  if (source.staff === caller.staffId) return listCaseload(source.staff, options);
  return listCaseload(source.staff, { ...options, where: (entry) => options.where?.(entry) ?? true });
}
