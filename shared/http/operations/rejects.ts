import type { Lake } from '../../lake/lake.ts';
import { getDrop, rejectsKey } from '../../store/drops.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getRejectsContract } from './contracts.ts';

/** A function answers 6 MB at most, in base64. */
const LIST_BYTES = 4 * 1024 * 1024;
const CUT =
  ',,,rejects.cut,The list goes on: it is cut where an answer can be no longer; see the counts of the drop.\r\n';
const [QUOTE, LINE_FEED] = [0x22, 0x0a];

export const getRejectsRoute = defineRoute({
  ...getRejectsContract,
  handle: async (_context, { params: { id } }) => {
    const drop = await getDrop(id);
    if (!drop) throw new Problem('drop.not_found');
    const list = drop.reportKey === undefined ? undefined : await rejectsList(districtLake(), id, LIST_BYTES);
    if (list === undefined) throw new Problem('drop.not_read');
    return { body: list, fileName: `rejects-${id}.csv` };
  },
});

/** The rejects of a drop as CSV, whole lines of at most so many bytes, and a line that says so when there are more. */
export async function rejectsList(lake: Lake, dropId: string, maxBytes: number): Promise<string | undefined> {
  const bytes = await lake.getRange(rejectsKey(dropId), 0, maxBytes + 1);
  if (!bytes) return undefined;
  if (bytes.length <= maxBytes) return new TextDecoder().decode(bytes);
  return `${new TextDecoder().decode(bytes.subarray(0, endOfLines(bytes, maxBytes)))}${CUT}`;
}

/** Where the last record ends that ends within so many bytes; a line feed in quotes ends none. */
function endOfLines(bytes: Uint8Array, maxBytes: number): number {
  let end = 0;
  let isQuoted = false;
  for (let i = 0; i < maxBytes; i++) {
    if (bytes[i] === QUOTE) isQuoted = !isQuoted;
    else if (bytes[i] === LINE_FEED && !isQuoted) end = i + 1;
  }
  return end;
}
