import { Lines } from '../../assess/results/lines.ts';
import type { ResultIndex } from '../../assess/results/resultIndex.ts';
import { PART_STUDENTS } from '../../assess/shards/assessPart.ts';
import { type Lake, putJson } from '../../lake/lake.ts';
import { compressedBlock } from '../blockFormat.ts';
import { type RecordList, recordFiles } from '../recordFiles.ts';

/**
 * Lines compressed together, all of which a look-up reads for one of them: some ten kilobytes. Much of what is written of
 * neighbours is the same (docs/decisions/record-blocks.md has the sizes).
 */
const BLOCK_LINES = 16;

/** Somebody's line, valid until the next one is asked for. */
export interface ListLine {
  readonly sourcedId: string;
  readonly line: Uint8Array;
}

/** A part that is being filled. */
interface OpenPart {
  /** The first id of each block. */
  readonly firsts: string[];
  readonly blocks: Uint8Array[];
}

/**
 * Writes a list in parts of 2,000 lines, ascending by sourcedId: one part is in memory at a time.
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
  const closeBlock = () => {
    if (block.length > 0) part.blocks.push(compressedBlock(block.take()));
  };
  const closePart = async () => {
    closeBlock();
    if (count > 0) await writePart(lake, edition, list, firsts.length - 1, part);
    part = { firsts: [], blocks: [] };
  };
  for (const { sourcedId, line } of lines) {
    if (count % PART_STUDENTS === 0) {
      await closePart();
      firsts.push(sourcedId);
    }
    // A part holds whole blocks: its own size is a multiple of theirs.
    if (count % BLOCK_LINES === 0) {
      closeBlock();
      part.firsts.push(sourcedId);
    }
    block.addBytes(line);
    count += 1;
  }
  await closePart();
  return firsts;
}

async function writePart(lake: Lake, edition: number, list: RecordList, part: number, open: OpenPart): Promise<void> {
  const { firsts, blocks } = open;
  let end = 0;
  const offsets = [0];
  for (const { length } of blocks) {
    end += length;
    offsets.push(end);
  }
  const index: ResultIndex = { firsts, offsets };
  await putJson(lake, recordFiles.index(edition, list, part), index);
  await lake.putStream(recordFiles.part(edition, list, part), blocks, 'application/octet-stream');
}
