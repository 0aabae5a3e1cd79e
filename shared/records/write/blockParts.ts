import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { Lines } from '../../assess/results/lines.ts';
import type { ResultIndex } from '../../assess/results/resultIndex.ts';
import { PART_STUDENTS } from '../../assess/shards/assessPart.ts';
import { type Lake, putJson } from '../../lake/lake.ts';
import { type RecordList, recordFiles } from '../recordFiles.ts';

const compress = promisify(deflate);

/**
 * Lines compressed together, which a look-up reads for one of them: what neighbours have in common is most of what they
 * are (docs/decisions/record-blocks.md has the sizes).
 */
const BLOCK_LINES = 8;

/** Fast: what more effort saves is not worth its time. */
const LEVEL = 3;

/** Somebody's line, valid until the next one is asked for. */
export interface ListLine {
  readonly sourcedId: string;
  readonly line: Uint8Array;
}

/**
 * Writes a list in parts of 2,000 lines, ascending by sourcedId. Blocks are compressed by threads while the next lines are
 * made; two parts are in memory at a time.
 * @returns the first id of each part
 */
export async function writeParts(
  lake: Lake,
  edition: number,
  list: RecordList,
  lines: Iterable<ListLine>,
): Promise<readonly string[]> {
  const firsts: string[] = [];
  const block = new Lines();
  let part: OpenPart = { firsts: [], blocks: [] };
  let count = 0;
  let before: Promise<void> = Promise.resolve();
  const closeBlock = () => {
    if (block.length > 0) part.blocks.push(compress(block.take(), { level: LEVEL }));
  };
  const closePart = async () => {
    closeBlock();
    const [closed, number] = [part, firsts.length - 1];
    part = { firsts: [], blocks: [] };
    await before;
    before = writePart(lake, edition, list, number, closed);
    // Whoever awaits it comes later.
    before.catch(() => {});
  };
  for (const { sourcedId, line } of lines) {
    if (count > 0 && count % PART_STUDENTS === 0) await closePart();
    if (count % PART_STUDENTS === 0) firsts.push(sourcedId);
    if (count % BLOCK_LINES === 0) {
      closeBlock();
      part.firsts.push(sourcedId);
    }
    block.addBytes(line);
    count += 1;
  }
  if (count > 0) await closePart();
  await before;
  return firsts;
}

interface OpenPart {
  /** The first id of each block. */
  readonly firsts: string[];
  readonly blocks: Promise<Uint8Array>[];
}

async function writePart(lake: Lake, edition: number, list: RecordList, part: number, open: OpenPart): Promise<void> {
  const blocks = await Promise.all(open.blocks);
  let end = 0;
  const offsets = [0, ...blocks.map(({ length }) => (end += length))];
  const index: ResultIndex = { firsts: open.firsts, offsets };
  await putJson(lake, recordFiles.index(edition, list, part), index);
  await lake.putStream(recordFiles.part(edition, list, part), blocks, 'application/octet-stream');
}
