import type { RunRecord } from '../../store/entities.ts';
import { getRun, releaseRunLease, updateRun } from '../../store/runs.ts';

/** Ends a published run: the next one may begin. Its figures are in the record since the guard looked at them. */
export async function summarizeRun(runId: string, now: Date): Promise<RunRecord | undefined> {
  const run = await getRun(runId);
  if (run?.status === 'published' && run.finishedAt === undefined) {
    await updateRun(runId, { finishedAt: now.toISOString() }, ['published']);
  }
  await releaseRunLease(runId);
  return run;
}
