import { getJson, type Lake } from '../../lake/lake.ts';
import { runFiles } from '../run/runFiles.ts';
import { inOrder, type NameIndex, type NameLine, type NamePlace } from './nameLines.ts';

/** The runs that were asked for last are kept open, this many: mostly readers ask for the published one. */
const KEPT_RUNS = 2;

const opened = new WeakMap<Lake, Map<string, Promise<NameIndex | undefined>>>();

/** What opens the names of a run; undefined where a run has none. */
export function readNameIndex(lake: Lake, runId: string): Promise<NameIndex | undefined> {
  const kept = opened.get(lake) ?? new Map<string, Promise<NameIndex | undefined>>();
  opened.set(lake, kept);
  const known = kept.get(runId);
  const index = known ?? (getJson(lake, runFiles.nameIndex(runId)) as Promise<NameIndex | undefined>);
  kept.delete(runId);
  kept.set(runId, index);
  if (!known) {
    const forget = () => kept.get(runId) === index && kept.delete(runId);
    // What is not there yet may come.
    index.then((found) => found ?? forget(), forget);
  }
  const [oldest] = kept.keys();
  if (kept.size > KEPT_RUNS && oldest !== undefined) kept.delete(oldest);
  return index;
}

/** The lines whose keys begin alike, in order, after a place; a block of the lake is read when its lines are asked for. */
export async function* namesBeginning(
  lake: Lake,
  runId: string,
  prefix: string,
  after?: NamePlace,
): AsyncGenerator<NameLine> {
  const index = await readNameIndex(lake, runId);
  if (!index) return;
  const from = after !== undefined && after.key > prefix ? after.key : prefix;
  for (let block = blockOf(index, from); block < index.blocks.length; block++) {
    const beginning = index.blocks[block] ?? '';
    if (beginning > prefix && !beginning.startsWith(prefix)) return;
    for (const line of await linesOf(lake, runFiles.names(runId, block))) {
      if (!line.key.startsWith(prefix)) {
        if (line.key > prefix) return;
      } else if (after === undefined || inOrder(line, after) > 0) yield line;
    }
  }
}

/** The block that has the first key that is not before this one. */
function blockOf({ blocks }: NameIndex, key: string): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle] ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

async function linesOf(lake: Lake, key: string): Promise<readonly NameLine[]> {
  const bytes = await lake.get(key);
  if (!bytes) throw new Error(`the lake has no ${key}`);
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as NameLine);
}
