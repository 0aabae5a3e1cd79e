import { eventIdOf, type PendingEvent } from '../../store/outbox.ts';
import { knownStaleSchools, markFresh, markStale } from '../../store/staleSchools.ts';
import type { SchoolFreshness } from './freshness.ts';

/** The run that has found it. */
export interface MeasuredRun {
  readonly runId: string;
  /** ISO day. */
  readonly asOf: string;
}

/**
 * Tells of each school whose data has become stale, once until it is there again, whatever becomes of the run that finds
 * it and however often it is opened. Returns how many events became pending.
 */
export async function tellOfStaleSchools(
  freshness: readonly SchoolFreshness[],
  run: MeasuredRun,
  now: Date,
): Promise<number> {
  const known = await knownStaleSchools();
  let told = 0;
  for (const school of freshness) {
    if (school.stale && !known.has(school.school)) {
      if (await markStale(school.school, run.asOf, dataStaleEvent(school, run, now))) told += 1;
    }
    if (!school.stale && known.has(school.school)) await markFresh(school.school);
  }
  return told;
}

/** A school has fallen so far behind that its students are assessed as of an earlier day. No student is in it. */
function dataStaleEvent(
  { school, coveredTo, daysBehind }: SchoolFreshness,
  { runId, asOf }: MeasuredRun,
  now: Date,
): PendingEvent {
  const eventId = eventIdOf('dataStale', school, asOf);
  return {
    eventId,
    source: 'waymark.operations',
    detailType: 'Data Stale',
    createdAt: now.toISOString(),
    detail: { eventId, school, coveredTo: coveredTo ?? null, daysBehind, asOf, runId },
  };
}
