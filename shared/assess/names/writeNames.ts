import type { SchoolId } from '../../domain/identity.ts';
import { type Lake, putJson } from '../../lake/lake.ts';
import { runFiles } from '../run/runFiles.ts';
import { inOrder, type NameIndex, type NameLine, nameLinesOf, type PartName } from './nameLines.ts';

/** Lines of a block: some 300 kB, of which a search reads one. */
const BLOCK_LINES = 3_000;
/** Blocks on their way at once. */
const PARALLEL = 8;
const NDJSON = 'application/x-ndjson';

/**
 * Writes what a run's students are found by, in the order of their names: blocks, and last their index. Made of what its
 * parts have written; done again it writes the same bytes.
 */
export async function writeNames(lake: Lake, runId: string, parts: number, blockLines = BLOCK_LINES): Promise<void> {
  const lines: NameLine[] = [];
  const schools = new Set<SchoolId>();
  for (let part = 0; part < parts; part++) {
    for (const name of await namesOfPart(lake, runId, part)) {
      for (const school of name.schools) schools.add(school);
      lines.push(...nameLinesOf(name));
    }
  }
  lines.sort(inOrder);
  const blocks = blocksOf(lines, blockLines);
  for (let from = 0; from < blocks.length; from += PARALLEL) {
    const some = blocks.slice(from, from + PARALLEL);
    await Promise.all(some.map((block, place) => writeBlock(lake, runFiles.names(runId, from + place), block)));
  }
  const index: NameIndex = { schools: [...schools].sort(), blocks: beginningsOf(blocks) };
  await putJson(lake, runFiles.nameIndex(runId), index);
}

async function namesOfPart(lake: Lake, runId: string, part: number): Promise<readonly PartName[]> {
  const bytes = await lake.get(runFiles.partNames(runId, part));
  if (!bytes) throw new Error(`the lake has no names of part ${part} of run ${runId}`);
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as PartName);
}

/** Lines with one key stay together, so that a beginning tells blocks apart. */
function blocksOf(lines: readonly NameLine[], blockLines: number): readonly (readonly NameLine[])[] {
  const blocks: NameLine[][] = [];
  let block: NameLine[] = [];
  for (const line of lines) {
    if (block.length >= blockLines && block.at(-1)?.key !== line.key) {
      blocks.push(block);
      block = [];
    }
    block.push(line);
  }
  return [...blocks, block];
}

const writeBlock = (lake: Lake, key: string, block: readonly NameLine[]): Promise<void> =>
  lake.put(key, new TextEncoder().encode(block.map((line) => `${JSON.stringify(line)}\n`).join('')), NDJSON);

export function beginningsOf(blocks: readonly (readonly NameLine[])[]): readonly string[] {
  return blocks.map((block, place) => shortestAfter(blocks[place - 1]?.at(-1)?.key, block[0]?.key ?? ''));
}

/** The shortest beginning of a key that comes after the key before it. */
function shortestAfter(before: string | undefined, key: string): string {
  if (before === undefined) return '';
  for (let length = 1; length < key.length; length++) {
    const beginning = key.slice(0, length);
    if (beginning > before) return beginning;
  }
  return key;
}
