import type { Lake } from '../lake/lake.ts';
import { inParallel } from '../store/batches.ts';
import type { RunRecord, TierChange } from '../store/entities.ts';
import { readPublished } from '../store/published.ts';
import { announce } from '../store/tiers.ts';
import type { Change } from './change.ts';
import { readChanges } from './changeBatches.ts';
import { activeRun, RunSuperseded } from './runLease.ts';
import { tierChangedEvent } from './tierEvents.ts';

/**
 * Makes the events of a batch's tier changes pending, each once however often this is done, and only once readers see
 * the changes. Transitions of a first publication are no events. Returns how many became pending.
 */
export async function announceBatch(runId: string, batch: number, lake: Lake, now: Date): Promise<number> {
  const run = await activeRun(runId, ['published'], now);
  const published = await readPublished();
  if (run.publication === undefined || (published?.publication ?? 0) < run.publication) {
    throw new RunSuperseded(`run ${runId} is not visible`);
  }
  const changes = (await readChanges(lake, runId, batch)).flatMap((change) => announced(change, run));
  let pending = 0;
  await inParallel(changes, async (change) => {
    if (await announce(change, tierChangedEvent(change, now))) pending += 1;
  });
  return pending;
}

function announced(change: Change, { publication = 0 }: RunRecord): readonly TierChange[] {
  if (change.kind === 'announcement') return [change.change];
  if (change.kind === 'staff') return [];
  return change.tierChanges.filter(({ cause }) => cause !== 'baseline').map((each) => ({ ...each, publication }));
}
