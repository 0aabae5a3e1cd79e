import type { Lake } from '../../lake/lake.ts';
import { inParallel } from '../../store/batches.ts';
import type { RunRecord } from '../../store/entities.ts';
import { readPublished } from '../../store/published.ts';
import { announce } from '../../store/tiers.ts';
import type { Announcement, Change } from '../compare/change.ts';
import { readChanges } from '../compare/changeBatches.ts';
import { isAnnounced } from '../compare/unfinished.ts';
import { activeRun, RunSuperseded } from '../run/runLease.ts';
import { readManifest } from '../run/runManifest.ts';
import { happeningEvent, tierChangedEvent } from './tierEvents.ts';

/**
 * Makes the events of a batch's changes pending, each once however often this is done, and only once readers see
 * the changes. Returns how many became pending.
 */
export async function announceBatch(runId: string, batch: number, lake: Lake, now: Date): Promise<number> {
  const run = await activeRun(runId, ['published'], now);
  const published = await readPublished();
  if (run.publication === undefined || (published?.publication ?? 0) < run.publication) {
    throw new RunSuperseded(`run ${runId} is not visible`);
  }
  const changes = await readChanges(lake, await readManifest(lake, runId), batch);
  const announcements = changes.flatMap((change) => announcementOf(change, run));
  let pending = 0;
  await inParallel(announcements, async ({ sourcedId, publication, tierChanges, happenings }) => {
    const events = [
      ...tierChanges.map((change) => tierChangedEvent({ ...change, publication }, now)),
      ...happenings.map((each) => happeningEvent(sourcedId, publication, each, now)),
    ];
    if (await announce(sourcedId, publication, events)) pending += events.length;
  });
  return pending;
}

function announcementOf(change: Change, { publication = 0 }: RunRecord): readonly Announcement[] {
  if (change.kind === 'staff' || !isAnnounced(change)) return [];
  if (change.kind === 'announcement') return [change];
  const { sourcedId, tierChanges, happenings } = change;
  return [{ kind: 'announcement', sourcedId, publication, tierChanges, happenings }];
}
