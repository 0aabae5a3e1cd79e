import type { Lake } from '../lake/lake.ts';
import { readPinned } from '../store/runs.ts';
import { assessDistrict } from './assessDistrict.ts';
import type { RunInputs } from './runInputs.ts';
import { renewedRun } from './runLease.ts';
import { type RunManifest, readManifest } from './runManifest.ts';

/** Assesses the district for a run. One that has passed the guard before is being resumed: its files stand. */
export async function assessRun(runId: string, lake: Lake, now: Date): Promise<RunManifest> {
  const run = await renewedRun(runId, ['assessing', 'publishing', 'published'], now);
  if (run.status !== 'assessing') return readManifest(lake, runId);
  return assessDistrict(lake, (await readPinned(runId)) as RunInputs);
}
