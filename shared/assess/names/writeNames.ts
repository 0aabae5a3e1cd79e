import type { SchoolId } from '../../domain/identity.ts';
import { KEY_KINDS } from '../../domain/search/nameKeys.ts';
import { type Lake, putJson } from '../../lake/lake.ts';
import { valuesIn } from '../results/lines.ts';
import { runFiles } from '../run/runFiles.ts';
import { type NameIndex, type PartName, placedKey } from './nameLines.ts';

/** Lines of a block: some 200 kB, of which a search reads one for each kind of key. */
const BLOCK_LINES = 4_000;
/** Blocks on their way at once. */
const PARALLEL = 8;
const NDJSON = 'application/x-ndjson';

/**
 * Writes what a run's students are found by, in the order of their keys: blocks, and last their index. Made of what its
 * parts have written; done again it writes the same bytes.
 */
export async function writeNames(lake: Lake, runId: string, parts: number, blockLines = BLOCK_LINES): Promise<void> {
  const names: PartName[] = [];
  for (let part = 0; part < parts; part++) for (const name of await namesOfPart(lake, runId, part)) names.push(name);
  // Parts and the students in them follow one another by id: there is little to sort.
  names.sort((one, other) => (one.sourcedId < other.sourcedId ? -1 : 1));
  const schools = schoolsOf(names);
  const { blocks, beginnings } = blocksOf(names, schools, blockLines);
  for (let from = 0; from < blocks.length; from += PARALLEL) {
    const some = blocks.slice(from, from + PARALLEL);
    await Promise.all(some.map((block, place) => lake.put(runFiles.names(runId, from + place), block, NDJSON)));
  }
  const index: NameIndex = { schools, blocks: beginnings };
  await putJson(lake, runFiles.nameIndex(runId), index);
}

async function namesOfPart(lake: Lake, runId: string, part: number): Promise<readonly PartName[]> {
  const bytes = await lake.get(runFiles.partNames(runId, part));
  if (!bytes) throw new Error(`the lake has no names of part ${part} of run ${runId}`);
  return valuesIn(bytes) as readonly PartName[];
}

function schoolsOf(names: readonly PartName[]): readonly SchoolId[] {
  const schools = new Set<SchoolId>();
  for (const name of names) for (const school of name.schools) schools.add(school);
  return [...schools].sort();
}

interface Blocks {
  readonly blocks: readonly Uint8Array[];
  readonly beginnings: readonly string[];
}

/** Lines with one key stay together, so that a beginning tells blocks apart. */
function blocksOf(names: readonly PartName[], schools: readonly SchoolId[], blockLines: number): Blocks {
  const ends = lineEnds(names, schools);
  const blocks: Uint8Array[] = [];
  const beginnings = [''];
  let [lines, count, before]: [string[], number, string] = [[], 0, ''];
  const close = () => blocks.push(new TextEncoder().encode(lines.join('')));
  for (const [key, places] of groupsInOrder(names)) {
    if (count >= blockLines && isBorder(before, key, count < 2 * blockLines)) {
      close();
      beginnings.push(shortestAfter(before, key));
      [lines, count] = [[], 0];
    }
    const opening = `{"key":${JSON.stringify(key)}`;
    for (const place of places) lines.push(opening, ends[place] ?? '');
    count += places.length;
    before = key;
  }
  close();
  return { blocks, beginnings };
}

/** What of each student's lines comes after the key. */
function lineEnds(names: readonly PartName[], schools: readonly SchoolId[]): readonly string[] {
  const places = new Map(schools.map((school, place) => [school, place]));
  return names.map(({ sourcedId, schools: own, exited }) => {
    const at = own.map((school) => places.get(school) ?? 0).join(',');
    return `,"sourcedId":${JSON.stringify(sourcedId)},"at":[${at}]${exited ? ',"exited":true' : ''}}\n`;
  });
}

/**
 * The keys of each kind, ascending, with the places of those who have them. Only different keys are sorted, and as plain
 * texts: objects and lines take several times as long.
 */
function* groupsInOrder(names: readonly PartName[]): Generator<readonly [string, readonly number[]]> {
  for (const [number, kind] of KEY_KINDS.entries()) {
    const groups = new Map<string, number[]>();
    for (const [place, { keys }] of names.entries()) {
      const key = keys[number] ?? '';
      const group = groups.get(key);
      if (group) group.push(place);
      else groups.set(key, [place]);
    }
    for (const key of [...groups.keys()].sort()) yield [placedKey(kind, key), groups.get(key) ?? []];
  }
}

/** Blocks end where less than a whole key tells them apart, if there is such a place: the index is to name nobody. */
function isBorder(before: string, key: string, isChoosy: boolean): boolean {
  return key !== before && !(isChoosy && shortestAfter(before, key) === key);
}

/** The shortest beginning of a key that comes after the key before it. */
export function shortestAfter(before: string, key: string): string {
  for (let length = 1; length < key.length; length++) {
    const beginning = key.slice(0, length);
    if (beginning > before) return beginning;
  }
  return key;
}
