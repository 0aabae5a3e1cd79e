import { type ResultIndex, spanOf } from '../assess/results/resultIndex.ts';
import { placeAmong } from '../assess/run/runManifest.ts';
import { getJson, type Lake } from '../lake/lake.ts';
import { linesOfBlock } from './blockFormat.ts';
import { type RecordList, type RecordManifest, readRecordManifest, recordFiles } from './recordFiles.ts';

/** The editions that were asked for last are kept open, this many: mostly readers ask for the published run's. */
const KEPT_EDITIONS = 2;

/** Records opened for look-ups. */
export interface OpenRecords {
  readonly manifest: RecordManifest;
  readonly indexes: Map<string, Promise<ResultIndex>>;
}

const opened = new WeakMap<Lake, Map<number, Promise<OpenRecords | undefined>>>();

/** Undefined where an edition has no records. */
export function openRecords(lake: Lake, edition: number): Promise<OpenRecords | undefined> {
  const kept = opened.get(lake) ?? new Map<number, Promise<OpenRecords | undefined>>();
  opened.set(lake, kept);
  const records = kept.get(edition) ?? open(lake, edition, kept);
  kept.delete(edition);
  kept.set(edition, records);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_EDITIONS && oldest !== undefined) kept.delete(oldest);
  return records;
}

function open(lake: Lake, edition: number, kept: Map<number, Promise<OpenRecords | undefined>>) {
  const records = readRecordManifest(lake, edition).then(
    (manifest) => manifest && { manifest, indexes: new Map<string, Promise<ResultIndex>>() },
  );
  const forget = () => kept.get(edition) === records && kept.delete(edition);
  // What is not there yet may come.
  records.then((found) => found ?? forget(), forget);
  return records;
}

/** What was opened is not what is stored any more: a purge has written the edition's records anew. */
class RecordsReplaced extends Error {
  override readonly name = 'RecordsReplaced';
}

/**
 * Somebody's line of a list, by one ranged read once the index of their part is open; undefined when the list does not have
 * them, or the edition no records.
 */
export async function readLine(
  lake: Lake,
  edition: number,
  list: RecordList,
  sourcedId: string,
): Promise<{ readonly line: string; readonly manifest: RecordManifest } | undefined> {
  for (let attempt = 1; ; attempt++) {
    const records = await openRecords(lake, edition);
    if (!records) return undefined;
    try {
      const line = await lineIn(lake, records, list, sourcedId);
      return line === undefined ? undefined : { line, manifest: records.manifest };
    } catch (error) {
      if (!(error instanceof RecordsReplaced) || attempt > 1) throw error;
      opened.get(lake)?.delete(edition);
    }
  }
}

async function lineIn(
  lake: Lake,
  records: OpenRecords,
  list: RecordList,
  sourcedId: string,
): Promise<string | undefined> {
  const { edition, parts } = records.manifest;
  if (parts[list].length === 0) return undefined;
  const part = placeAmong(parts[list], sourcedId);
  const { start, end } = spanOf(await indexOf(lake, records, list, part), sourcedId);
  if (start === end) return undefined;
  const block = await lake.getRange(recordFiles.part(edition, list, part), start, end);
  if (!block) throw new RecordsReplaced(`the lake has no ${list} of the records of edition ${edition}`);
  const opening = openingOf(sourcedId);
  const lines = await linesOfBlock(block).catch(() => {
    throw new RecordsReplaced(`no block of the records of edition ${edition} lies where the index says`);
  });
  return lines.find((line) => line.startsWith(opening));
}

/** How the line of somebody begins. */
export const openingOf = (sourcedId: string): string => `{"sourcedId":${JSON.stringify(sourcedId)}`;

function indexOf(lake: Lake, records: OpenRecords, list: RecordList, part: number): Promise<ResultIndex> {
  const key = recordFiles.index(records.manifest.edition, list, part);
  const known = records.indexes.get(key);
  if (known) return known;
  const index = getJson(lake, key).then((found) => {
    if (!found) throw new RecordsReplaced(`the lake has no ${key}`);
    return found as ResultIndex;
  });
  records.indexes.set(key, index);
  index.catch(() => records.indexes.delete(key));
  return index;
}
