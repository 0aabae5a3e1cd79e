import { kindOf, type NameLine, type NamePlace, placedKey } from '../../assess/names/nameLines.ts';
import { namesBeginning, readNameIndex } from '../../assess/names/readNames.ts';
import { type SchoolId, studentId } from '../../domain/identity.ts';
import { foundBy, KEY_KINDS, type NameSearch } from '../../domain/search/nameKeys.ts';
import { directoryEntries } from '../../store/directory.ts';
import type { DirectoryEntry, PublishedPointer } from '../../store/entities.ts';
import { readThrough } from '../../store/published.ts';
import { districtLake } from '../districtLake.ts';
import type { NameSource } from './listSources.ts';
import type { RowFilter } from './rowFilter.ts';

/** Rows that one request takes beside the pointer. */
const ROWS_A_REQUEST = 99;
/** A page may come up short after so many requests. */
const MAX_REQUESTS = 10;

export interface NamedQuery {
  readonly filter: RowFilter;
  readonly order: 'id' | 'name';
  readonly limit: number;
  /** Where the page before has ended. */
  readonly after?: NamePlace | undefined;
  /** Whether `keep` may leave out many whom the names do not. */
  readonly selective: boolean;
}

export interface NamedPage {
  readonly published: PublishedPointer;
  readonly entries: readonly DirectoryEntry[];
  /** Where the next page begins after; absent on the last one. */
  readonly after?: NamePlace;
}

/**
 * A page of students by the names of the published run, all of one publication. Mostly one request: names lead to few
 * students in vain, and those are put to `keep` like all rows.
 */
export async function namedPage(
  source: NameSource,
  known: PublishedPointer | undefined,
  query: NamedQuery,
  keep: (entry: DirectoryEntry) => boolean,
): Promise<NamedPage | undefined> {
  return readThrough(known, async (published) => {
    const lines = query.order === 'id' ? byId(source, published.runId, query) : linesOf(source, published.runId, query);
    const entries: DirectoryEntry[] = [];
    let [last, next]: [NamePlace | undefined, IteratorResult<NameLine, unknown>] = [undefined, await lines.next()];
    for (let requests = 0; requests < MAX_REQUESTS && entries.length < query.limit; requests++) {
      if (requests > 0 && next.done) break;
      const some: NameLine[] = [];
      const wanted = Math.min(ROWS_A_REQUEST, query.selective ? ROWS_A_REQUEST : query.limit - entries.length);
      for (; !next.done && some.length < wanted; next = await lines.next()) some.push(next.value);
      const rows = await directoryEntries([...new Set(some.map(({ sourcedId }) => studentId(sourcedId)))], published);
      for (const line of some) {
        const entry = rows.get(line.sourcedId);
        if (entries.length === query.limit) return { published, entries, ...(last && { after: last }) };
        last = line;
        if (entry && leadsTo(entry, line, query) && keep(entry)) entries.push(entry);
      }
    }
    return { published, entries, ...(!next.done && last && { after: last }) };
  });
}

/** The lines of a search that may lead to somebody asked for. */
async function* linesOf(source: NameSource, runId: string, query: NamedQuery): AsyncGenerator<NameLine, undefined> {
  const { filter, order, after } = query;
  const index = await readNameIndex(districtLake(), runId);
  const isOf = (place: number, schools: ReadonlySet<SchoolId>) => schools.has(index?.schools[place] ?? '');
  const asked = filter.school === undefined ? undefined : new Set([filter.school]);
  const isWanted = ({ exited, at }: NameLine): boolean =>
    (exited === true) === filter.exited &&
    (asked === undefined || at.some((place) => isOf(place, asked))) &&
    (source.schools === undefined || at.some((place) => source.schools && isOf(place, source.schools)));
  const prefix = filter.search?.prefix ?? '';
  // Without a search the order is that of family names.
  for (const kind of filter.search ? KEY_KINDS : (['f'] as const)) {
    const lines = namesBeginning(districtLake(), runId, placedKey(kind, prefix), order === 'id' ? undefined : after);
    for await (const line of lines) if (isWanted(line)) yield line;
  }
  return undefined;
}

/** One line of each student, ascending by sourcedId. */
async function* byId(source: NameSource, runId: string, query: NamedQuery): AsyncGenerator<NameLine, undefined> {
  const found = new Map<string, NameLine>();
  for await (const line of linesOf(source, runId, query)) {
    if (query.after === undefined || line.sourcedId > query.after.sourcedId) found.set(line.sourcedId, line);
  }
  yield* [...found.values()].sort((one, other) => (one.sourcedId < other.sourcedId ? -1 : 1));
  return undefined;
}

/** Somebody has several keys: in the order of names it is the first one that fits that leads to them. */
function leadsTo(entry: DirectoryEntry, line: NameLine, { order, filter }: NamedQuery): boolean {
  const search: NameSearch | undefined = filter.search;
  return search === undefined || order === 'id' || foundBy(entry, search) === kindOf(line);
}
