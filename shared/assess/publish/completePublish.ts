import type { Lake } from '../../lake/lake.ts';
import type { PublishedPointer, RunRecord } from '../../store/entities.ts';
import { flip, readPublished } from '../../store/published.ts';
import { updateRun } from '../../store/runs.ts';
import { RunSuperseded, renewedRun } from '../run/runLease.ts';
import { readManifest } from '../run/runManifest.ts';
import { baselineEvent } from './tierEvents.ts';

/** Makes a run visible, all of it at once. A first publication tells of itself in one event, in the same write. */
export async function completePublish(runId: string, lake: Lake, now: Date): Promise<void> {
  const run = await renewedRun(runId, ['publishing', 'published'], now);
  const pointer = pointerOf(run, now);
  const baseline = run.comparedWith === undefined;
  const event = baseline ? baselineEvent(pointer, await readManifest(lake, runId), now) : undefined;
  if (!(await flip(pointer, event))) {
    const published = await readPublished();
    if (published?.publication !== pointer.publication) throw new RunSuperseded(`run ${runId} was overtaken`);
  }
  await updateRun(runId, { status: 'published' }, ['publishing']);
}

function pointerOf({ runId, publication, asOf }: RunRecord, now: Date): PublishedPointer {
  if (publication === undefined || asOf === undefined) throw new RunSuperseded(`run ${runId} has not passed the guard`);
  return { publication, runId, asOf, publishedAt: now.toISOString() };
}
