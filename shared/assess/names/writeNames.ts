import type { SchoolId } from '../../domain/identity.ts';
import { type Lake, putJson } from '../../lake/lake.ts';
import { runFiles } from '../run/runFiles.ts';
import { type NameIndex, nameLinesOf, type PartName } from './nameLines.ts';

/** Lines of a block: some 200 kB, of which a search reads one for each kind of key. */
const BLOCK_LINES = 4_000;
/** Blocks on their way at once. */
const PARALLEL = 8;
const NDJSON = 'application/x-ndjson';
/** Before every character of keys and ids. */
const END = '\u0001';

/**
 * Writes what a run's students are found by, in the order of their keys: blocks, and last their index. Made of what its
 * parts have written; done again it writes the same bytes.
 */
export async function writeNames(lake: Lake, runId: string, parts: number, blockLines = BLOCK_LINES): Promise<void> {
  const names: PartName[] = [];
  for (let part = 0; part < parts; part++) for (const name of await namesOfPart(lake, runId, part)) names.push(name);
  const schools = [...new Set(names.flatMap((name) => name.schools))].sort();
  const blocks = blocksOf(sortedLines(names, schools), blockLines);
  for (let from = 0; from < blocks.length; from += PARALLEL) {
    const some = blocks.slice(from, from + PARALLEL);
    await Promise.all(some.map((block, place) => writeBlock(lake, runFiles.names(runId, from + place), block)));
  }
  const index: NameIndex = { schools, blocks: beginningsOf(blocks) };
  await putJson(lake, runFiles.nameIndex(runId), index);
}

async function namesOfPart(lake: Lake, runId: string, part: number): Promise<readonly PartName[]> {
  const bytes = await lake.get(runFiles.partNames(runId, part));
  if (!bytes) throw new Error(`the lake has no names of part ${part} of run ${runId}`);
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as PartName);
}

/** Key, id and line of each, as one text: texts are sorted much faster than what has to be compared. */
function sortedLines(names: readonly PartName[], schools: readonly SchoolId[]): readonly string[] {
  const places = new Map(schools.map((school, place) => [school, place]));
  const lines: string[] = [];
  for (const name of names) {
    for (const line of nameLinesOf(name, (school) => places.get(school) ?? 0))
      lines.push(`${line.key}${END}${line.sourcedId}${END}${JSON.stringify(line)}`);
  }
  return lines.sort();
}

const keyIn = (line: string | undefined): string => line?.slice(0, line.indexOf(END)) ?? '';

/** Lines with one key stay together, so that a beginning tells blocks apart. */
function blocksOf(lines: readonly string[], blockLines: number): readonly (readonly string[])[] {
  const blocks: (readonly string[])[] = [];
  let from = 0;
  for (let end = blockLines; end < lines.length; end++) {
    if (end - from < blockLines || !isBorder(keyIn(lines[end - 1]), keyIn(lines[end]), end - from < 2 * blockLines))
      continue;
    blocks.push(lines.slice(from, end));
    from = end;
  }
  return [...blocks, lines.slice(from)];
}

/** Blocks end where less than a whole key tells them apart, if there is such a place: the index is to name nobody. */
function isBorder(before: string, key: string, isChoosy: boolean): boolean {
  return key !== before && !(isChoosy && shortestAfter(before, key) === key);
}

const writeBlock = (lake: Lake, key: string, block: readonly string[]): Promise<void> =>
  lake.put(
    key,
    new TextEncoder().encode(block.map((line) => `${line.slice(line.lastIndexOf(END) + 1)}\n`).join('')),
    NDJSON,
  );

const beginningsOf = (blocks: readonly (readonly string[])[]): readonly string[] =>
  blocks.map((block, place) => (place === 0 ? '' : shortestAfter(keyIn(blocks[place - 1]?.at(-1)), keyIn(block[0]))));

/** The shortest beginning of a key that comes after the key before it. */
export function shortestAfter(before: string, key: string): string {
  for (let length = 1; length < key.length; length++) {
    const beginning = key.slice(0, length);
    if (beginning > before) return beginning;
  }
  return key;
}
