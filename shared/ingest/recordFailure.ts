import { getDrop, isFinal, updateDrop } from '../store/drops.ts';
import { releaseLease } from '../store/leases.ts';
import { ingestLease } from './context.ts';

/**
 * Records that an ingest has failed for good and lets the next drop in. Only the error's name is kept: messages can carry
 * values.
 */
export async function recordIngestFailure(dropId: string, error: string, now: Date): Promise<void> {
  const drop = await getDrop(dropId);
  if (drop && !isFinal(drop)) {
    const failure = { error, cause: 'The logs of the ingest functions tell more.' };
    await updateDrop(drop, { ...drop, status: 'failed', failure, finishedAt: now.toISOString() });
  }
  await releaseLease(ingestLease(dropId));
}
