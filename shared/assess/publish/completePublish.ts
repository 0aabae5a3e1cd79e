import { getJson, type Lake } from '../../lake/lake.ts';
import type { PublishedPointer, RunRecord } from '../../store/entities.ts';
import { flip, readPublished } from '../../store/published.ts';
import { updateRun } from '../../store/runs.ts';
import { forgetPublishedMoves, type OverCase, retireCases } from '../../store/standingReassignments.ts';
import { runFiles } from '../run/runFiles.ts';
import { RunSuperseded, renewedRun } from '../run/runLease.ts';
import { readManifest } from '../run/runManifest.ts';
import { baselineEvent } from './tierEvents.ts';

/**
 * Makes a run visible, all of it at once, and lets go of reassigned cases that the SIS has decided about by then. A first publication tells of itself in one event, in the same write.
 */
export async function completePublish(runId: string, lake: Lake, now: Date): Promise<void> {
  const run = await renewedRun(runId, ['publishing', 'published'], now);
  const pointer = pointerOf(run, now);
  const baseline = run.comparedWith === undefined;
  await forgetPublishedMoves(await readPublished());
  const event = baseline ? baselineEvent(pointer, await readManifest(lake, runId), now) : undefined;
  if (!(await flip(pointer, event))) {
    const published = await readPublished();
    if (published?.publication !== pointer.publication) throw new RunSuperseded(`run ${runId} was overtaken`);
  }
  await retireCases(await overCasesOf(lake, runId));
  await updateRun(runId, { status: 'published' }, ['publishing']);
}

function pointerOf({ runId, publication, asOf, edition, reassignments }: RunRecord, now: Date): PublishedPointer {
  if (publication === undefined || asOf === undefined) throw new RunSuperseded(`run ${runId} has not passed the guard`);
  const at = now.toISOString();
  return {
    ...{ publication, runId, asOf, publishedAt: at },
    ...(edition !== undefined && { edition }),
    ...(reassignments !== undefined && { reassignments }),
  };
}

/** What the run has found over; nothing of runs that looked at no reassignments. */
const overCasesOf = async (lake: Lake, runId: string): Promise<readonly OverCase[]> =>
  ((await getJson(lake, runFiles.overCases(runId))) as readonly OverCase[] | undefined) ?? [];
