import type { StudentId } from '../domain/identity.ts';
import type { StudentResult } from '../domain/tiers/result.ts';
import type { Lake } from '../lake/lake.ts';
import { readResultLine } from './readResultLine.ts';
import { openResultIndex, type ResultIndex } from './resultIndex.ts';
import { runFiles } from './runFiles.ts';

/** Indexes of the runs that were asked for last, at most this many: readers ask for the published one. */
const KEPT_INDEXES = 2;

const indexes = new WeakMap<Lake, Map<string, Promise<ResultIndex>>>();

/**
 * What a run says about one student, reasons and all; undefined when the run does not know them. Two short ranged reads
 * once the run's index is open.
 */
export async function readStudentResult(
  lake: Lake,
  runId: string,
  student: StudentId,
): Promise<StudentResult | undefined> {
  const index = await indexOf(lake, runId);
  for (const { offset, length } of await index.find(student)) {
    const line = await readRange(lake, runFiles.results(runId), offset, offset + length);
    const result = readResultLine(new TextDecoder().decode(line));
    if (result.sourcedId === student) return result;
  }
  return undefined;
}

function indexOf(lake: Lake, runId: string): Promise<ResultIndex> {
  const kept = indexes.get(lake) ?? new Map<string, Promise<ResultIndex>>();
  indexes.set(lake, kept);
  const known = kept.get(runId);
  if (known) return known;
  const opened = openResultIndex((start, end) => readRange(lake, runFiles.index(runId), start, end));
  kept.set(runId, opened);
  opened.catch(() => kept.delete(runId));
  const [oldest] = kept.keys();
  if (kept.size > KEPT_INDEXES && oldest !== undefined) kept.delete(oldest);
  return opened;
}

async function readRange(lake: Lake, key: string, start: number, end: number): Promise<Uint8Array> {
  const bytes = await lake.getRange(key, start, end);
  if (!bytes) throw new Error(`the lake has no object ${key}`);
  return bytes;
}
