import type { Lake } from '../../lake/lake.ts';
import { getRun } from '../../store/runs.ts';
import { renewedRun } from './runLease.ts';
import { readManifest } from './runManifest.ts';

export type OpenedRelease =
  | { readonly runId: string; readonly outcome: 'skipped' }
  | { readonly runId: string; readonly outcome: 'released'; readonly batchNumbers: readonly number[] };

/** Opens the publishing of a run that somebody has released: which batches it wrote when it was assessed. */
export async function openRelease(runId: string, lake: Lake, now: Date): Promise<OpenedRelease> {
  const run = await getRun(runId);
  if (!run?.release || run.finishedAt !== undefined) return { runId, outcome: 'skipped' };
  await renewedRun(runId, ['publishing', 'published'], now);
  const { changes } = await readManifest(lake, runId);
  return { runId, outcome: 'released', batchNumbers: Array.from({ length: changes.batches }, (_, batch) => batch) };
}
