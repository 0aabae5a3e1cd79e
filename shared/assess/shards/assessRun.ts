import type { Lake } from '../../lake/lake.ts';
import { readPinned } from '../../store/runs.ts';
import { type RunInputs, shardsOf } from '../run/runInputs.ts';
import { renewedRun } from '../run/runLease.ts';
import { type RunManifest, readManifest } from '../run/runManifest.ts';
import { assessShard, type ShardManifest } from './assessShard.ts';
import { completeAssessment } from './completeAssessment.ts';

const STATUSES = ['assessing', 'publishing', 'published'] as const;

/** Assesses one shard of a run; undefined of one that has passed the guard and is being resumed: its files stand. */
export async function assessRun(
  runId: string,
  shard: number,
  lake: Lake,
  now: Date,
): Promise<ShardManifest | undefined> {
  const run = await renewedRun(runId, STATUSES, now);
  if (run.status !== 'assessing') return undefined;
  const pinned = (await readPinned(runId)) as RunInputs;
  return assessShard(lake, pinned, { shard, of: await shardsOf(lake, pinned) });
}

/** Joins the shards of a run once all are assessed. */
export async function completeRun(runId: string, lake: Lake, now: Date): Promise<RunManifest> {
  const run = await renewedRun(runId, STATUSES, now);
  if (run.status !== 'assessing') return readManifest(lake, runId);
  const pinned = (await readPinned(runId)) as RunInputs;
  return completeAssessment(lake, pinned, await shardsOf(lake, pinned));
}
