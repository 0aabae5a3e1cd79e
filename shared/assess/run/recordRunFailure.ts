import { getRun, releaseRunLease, runOfTrigger, updateRun } from '../../store/runs.ts';

/** What Step Functions' Catch hands on. */
export interface StepError {
  readonly Error: string;
  readonly Cause: string;
}

export interface FailedRun {
  readonly runId?: string | undefined;
  /** Finds the run when the step that opens it failed. */
  readonly scheduledAt?: string | undefined;
  readonly asOf?: string | undefined;
  readonly error: StepError;
}

const FRAMES = 5;

/**
 * Ends a run that failed and frees the lease. What it has published stays published; the next run rewrites what it had
 * begun to publish and announces what it had not announced.
 */
export async function recordRunFailure(failed: FailedRun, now: Date): Promise<void> {
  const runId = failed.runId ?? (await openedBy(failed));
  const run = runId === undefined ? undefined : await getRun(runId);
  if (!run) return;
  const failure = { error: failed.error.Error, cause: placeOf(failed.error.Cause) };
  if (run.finishedAt === undefined) {
    const status = run.status === 'published' ? 'published' : 'failed';
    await updateRun(run.runId, { status, failure, finishedAt: now.toISOString() }, [run.status]);
  }
  await releaseRunLease(run.runId);
}

async function openedBy({ scheduledAt, asOf }: FailedRun): Promise<string | undefined> {
  if (scheduledAt === undefined) return undefined;
  return runOfTrigger(asOf === undefined ? scheduledAt : `${scheduledAt}@${asOf}`);
}

/** Where it failed, from the function's report; never its message, which may carry values. */
function placeOf(cause: string): string {
  try {
    const { trace } = JSON.parse(cause) as { trace?: unknown };
    const lines = Array.isArray(trace) ? trace.filter((line) => typeof line === 'string') : [];
    const frames = lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
    return frames.slice(0, FRAMES).join('\n') || 'the step gave no place';
  } catch {
    return 'the step gave no place';
  }
}
