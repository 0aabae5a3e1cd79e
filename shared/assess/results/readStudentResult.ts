import type { StudentId } from '../../domain/identity.ts';
import type { DomainOutcome, StudentResult } from '../../domain/tiers/result.ts';
import { getJson, type Lake } from '../../lake/lake.ts';
import { runFiles } from '../run/runFiles.ts';
import { placeAmong, readManifest } from '../run/runManifest.ts';
import { readResultLine } from './readResultLine.ts';
import { type ResultIndex, spanOf } from './resultIndex.ts';

/** The runs that were asked for last are kept open, this many: mostly readers ask for the published one. */
const KEPT_RUNS = 2;

/** A run opened for look-ups. */
interface OpenResults {
  /** The first id of each part. */
  readonly firsts: readonly string[];
  readonly indexes: Map<number, Promise<ResultIndex>>;
}

const opened = new WeakMap<Lake, Map<string, Promise<OpenResults>>>();

/**
 * What a run says about one student, reasons and all; undefined when the run does not know them. One short ranged read
 * once the index of the student's part is open.
 */
export async function readStudentResult(
  lake: Lake,
  runId: string,
  student: StudentId,
): Promise<StudentResult<DomainOutcome> | undefined> {
  const results = await openResults(lake, runId);
  const part = placeAmong(results.firsts, student);
  const { start, end } = spanOf(await indexOf(lake, runId, part, results), student);
  if (start === end) return undefined;
  const bytes = await lake.getRange(runFiles.results(runId, part), start, end);
  if (!bytes) throw new Error(`the lake has no results of run ${runId}`);
  const opening = `{"sourcedId":${JSON.stringify(student)},`;
  const line = new TextDecoder()
    .decode(bytes)
    .split('\n')
    .find((each) => each.startsWith(opening));
  return line === undefined ? undefined : readResultLine(line);
}

/** Every result of a run, ascending by sourcedId, a part in memory at a time. */
export async function* readResults(lake: Lake, runId: string): AsyncGenerator<StudentResult<DomainOutcome>> {
  const { parts } = await readManifest(lake, runId);
  for (const part of parts.keys()) {
    const bytes = await lake.get(runFiles.results(runId, part));
    if (!bytes) throw new Error(`the lake has no results of run ${runId}`);
    for (const line of new TextDecoder().decode(bytes).split('\n')) if (line !== '') yield readResultLine(line);
  }
}

function openResults(lake: Lake, runId: string): Promise<OpenResults> {
  const kept = opened.get(lake) ?? new Map<string, Promise<OpenResults>>();
  opened.set(lake, kept);
  const known = kept.get(runId);
  if (known) {
    kept.delete(runId);
    kept.set(runId, known);
    return known;
  }
  const results = readManifest(lake, runId).then(({ parts }) => ({
    firsts: parts.map(({ first }) => first),
    indexes: new Map<number, Promise<ResultIndex>>(),
  }));
  kept.set(runId, results);
  results.catch(() => kept.delete(runId));
  const [oldest] = kept.keys();
  if (kept.size > KEPT_RUNS && oldest !== undefined) kept.delete(oldest);
  return results;
}

function indexOf(lake: Lake, runId: string, part: number, { indexes }: OpenResults): Promise<ResultIndex> {
  const known = indexes.get(part);
  if (known) return known;
  const index = getJson(lake, runFiles.index(runId, part)).then((found) => {
    if (!found) throw new Error(`the lake has no index of the results of run ${runId}`);
    return found as ResultIndex;
  });
  indexes.set(part, index);
  index.catch(() => indexes.delete(part));
  return index;
}
