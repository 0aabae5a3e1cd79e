import type { StartExecution } from '../runtime/executions.ts';
import { createPurge, isKnownStudent, type PurgeRecord, readPurge, updatePurge } from '../store/purges.ts';

type Decided = PurgeRecord['requested'];

export type PurgeDecision =
  | { readonly outcome: 'decided'; readonly purge: PurgeRecord }
  | { readonly outcome: 'noPurge' | 'samePerson' | 'alreadyDecided' | 'contended' };

/** Each time somebody else has decided, or the purge has moved on. */
const TRIES = 3;

/** Records that somebody asks for a purge; what the same request has recorded before, when it has. `unknown`: nothing is kept of the student. */
export async function requestPurge(
  asked: Omit<PurgeRecord, 'state' | 'attempts' | 'revision'>,
): Promise<PurgeRecord | 'unknown'> {
  const before = await readPurge(asked.purgeId);
  if (before) return before;
  if (asked.subject !== undefined && !(await isKnownStudent(asked.subject))) return 'unknown';
  const purge: PurgeRecord = { ...asked, state: 'requested', attempts: 0, revision: 0 };
  if (await createPurge(purge)) return purge;
  return (await readPurge(asked.purgeId)) ?? 'unknown';
}

/**
 * Approves a purge, as somebody else than who asked for it, and starts it. The execution is named by the purge and the
 * attempt: an approval that got as far as the record but not to the execution is made good by the next.
 */
export async function approvePurge(
  purgeId: string,
  approved: Decided,
  start: StartExecution<{ readonly purgeId: string }>,
): Promise<PurgeDecision> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const purge = await readPurge(purgeId);
    if (!purge) return { outcome: 'noPurge' };
    if (purge.requested.by === approved.by) return { outcome: 'samePerson' };
    if (purge.state === 'approved' && purge.approved?.by === approved.by) return started(purge, start);
    if (purge.state !== 'requested' && purge.state !== 'failed') return { outcome: 'alreadyDecided' };
    const to: PurgeRecord = { ...purge, state: 'approved', approved, attempts: purge.attempts + 1 };
    if (await updatePurge(purge, to)) return started(to, start);
  }
  return { outcome: 'contended' };
}

async function started(
  purge: PurgeRecord,
  start: StartExecution<{ readonly purgeId: string }>,
): Promise<PurgeDecision> {
  const { purgeId, attempts } = purge;
  await start(`${purgeId}-${attempts}`, { purgeId });
  return { outcome: 'decided', purge };
}

/** Withdraws a purge that nobody has approved; it does not keep whose it would have been. */
export async function cancelPurge(purgeId: string, cancelled: Decided): Promise<PurgeDecision> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const purge = await readPurge(purgeId);
    if (!purge) return { outcome: 'noPurge' };
    if (purge.state === 'cancelled') return { outcome: 'decided', purge };
    if (purge.state !== 'requested') return { outcome: 'alreadyDecided' };
    const { subject: _whose, reason: _why, ...rest } = purge;
    const to: PurgeRecord = { ...rest, state: 'cancelled', cancelled };
    if (await updatePurge(purge, to)) return { outcome: 'decided', purge: to };
  }
  return { outcome: 'contended' };
}
