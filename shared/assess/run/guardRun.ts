import { guardHolds } from '../../domain/tiers/guard.ts';
import type { Lake } from '../../lake/lake.ts';
import type { RunRecord } from '../../store/entities.ts';
import { runHeld } from '../../store/holdEvents.ts';
import { publicationOf } from '../../store/publications.ts';
import { getRun, holdRun, releaseRunLease, updateRun } from '../../store/runs.ts';
import { movesOf, summariesOf } from '../compare/transitions.ts';
import { renewedRun } from './runLease.ts';
import { readManifest } from './runManifest.ts';

/**
 * Looks at a whole run before anything of it is published. One that passes is given a publication's number; one that is
 * held ends here, with why and with its tiers by school and domain in the record, and what was published stays. Asked again
 * about a run that it holds, it frees the lease that it may not have come to free.
 */
export async function guardRun(runId: string, lake: Lake, now: Date): Promise<{ outcome: 'pass' | 'held' }> {
  if ((await getRun(runId))?.status === 'held') return heldRun(runId);
  const run = await renewedRun(runId, ['assessing', 'publishing', 'published'], now);
  if (run.publication !== undefined) return { outcome: 'pass' };
  const { transitions, studentCount, changes } = await readManifest(lake, runId);
  const counted: Partial<RunRecord> = {
    students: studentCount,
    changed: changes.students,
    rows: changes.rows,
    tierChanges: changes.tierChanges,
    summaries: summariesOf(transitions),
  };
  const holds = guardHolds(movesOf(transitions)).map(({ code, school, message }) => ({ code, school, message }));
  if (holds.length > 0) {
    const held = { ...counted, holds, finishedAt: now.toISOString() };
    await holdRun(runId, held, runHeld(runId, held));
    return heldRun(runId);
  }
  const publication = await publicationOf(runId, run.publishedBefore ?? 0);
  await updateRun(runId, { ...counted, status: 'publishing', publication }, ['assessing']);
  return { outcome: 'pass' };
}

async function heldRun(runId: string): Promise<{ outcome: 'held' }> {
  await releaseRunLease(runId);
  return { outcome: 'held' };
}
