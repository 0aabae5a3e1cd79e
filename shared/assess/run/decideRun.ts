import type { StartExecution } from '../../runtime/executions.ts';
import type { HoldDecision, RunRecord } from '../../store/entities.ts';
import { abandonedPublications, type NumberedRun, nextPublication } from '../../store/publications.ts';
import { getRun, type Reopening, readPinned, readRunLease, reopenRun, updateRun } from '../../store/runs.ts';
import type { RunInputs } from './runInputs.ts';
import { leaseOf } from './runLease.ts';

export type RunDecision =
  | { readonly outcome: 'decided'; readonly run: RunRecord }
  /** `outdated`: what it was compared with is not what readers see, or rows have been touched since. */
  | { readonly outcome: 'noRun' | 'notHeld' | 'outdated' | 'anotherRunIsActive' | 'contended' };

/** What the execution is started with that publishes a released run. */
export interface ReleasedRun {
  readonly runId: string;
  readonly release: true;
}

/** Each time somebody else has decided, or a run was opened or numbered. */
const TRIES = 4;

/**
 * Publishes a run that the guard holds, exactly as it was assessed. One write takes the lease and a publication's number;
 * the execution is named by the run, so that a double release is one, and one that got as far as the record but not to
 * the execution is made good by the next. A newer edition does not refuse it: it is the next run's.
 */
export async function releaseRun(
  runId: string,
  release: HoldDecision,
  now: Date,
  start: StartExecution<ReleasedRun>,
): Promise<RunDecision> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const run = await getRun(runId);
    if (!run) return { outcome: 'noRun' };
    if (run.status !== 'held') {
      if (!run.release) return { outcome: 'notHeld' };
      if (run.finishedAt === undefined) await start(executionOf(runId), { runId, release: true });
      return { outcome: 'decided', run };
    }
    const reopening = await reopeningOf(run, release, now);
    if (typeof reopening === 'string') return { outcome: reopening };
    if (reopening) await reopenRun(reopening);
  }
  return { outcome: 'contended' };
}

/** Closes a run that the guard holds: it is never published. */
export async function discardRun(runId: string, discard: HoldDecision): Promise<RunDecision> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const run = await getRun(runId);
    if (!run) return { outcome: 'noRun' };
    if (run.status !== 'held') return run.discard ? { outcome: 'decided', run } : { outcome: 'notHeld' };
    await updateRun(runId, { status: 'discarded', discard }, ['held']);
  }
  return { outcome: 'contended' };
}

/** What a release writes, or why there is none; undefined when the run is being decided or held at this very moment. */
async function reopeningOf(
  run: RunRecord,
  release: HoldDecision,
  now: Date,
): Promise<Reopening | 'outdated' | 'anotherRunIsActive' | undefined> {
  const { runId, publishedBefore = 0 } = run;
  // The number is read before the check and written on condition that it is still the next: nothing comes in between.
  const numbering = await nextPublication(runId, publishedBefore);
  const pinned = (await readPinned(runId)) as RunInputs;
  const known = new Set(pinned.abandoned.map(({ publication }) => publication));
  const begun = await abandonedPublications(publishedBefore);
  const isOwnOrKnown = (each: NumberedRun) => each.runId === runId || known.has(each.publication);
  if (!begun.every(isOwnOrKnown)) return 'outdated';
  const lease = await readRunLease();
  const holder = lease && (await getRun(lease.runId));
  const hasExpired = lease !== undefined && lease.expiresAt <= now.toISOString();
  // The step that held the run frees the lease next: taken now, it would be lost with that.
  if (lease?.runId === runId && !hasExpired) return undefined;
  if (lease && !hasExpired && holder?.finishedAt === undefined) return 'anotherRunIsActive';
  return {
    runId,
    release,
    numbering,
    lease: leaseOf(runId, now),
    ...(lease && { replaces: lease }),
    ...(holder && holder.finishedAt === undefined && { abandons: holder }),
  };
}

/** Execution names have no dots. */
const executionOf = (runId: string) => `${runId.replace('.', '-')}-release`;
