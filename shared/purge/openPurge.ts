import { type PurgeRecord, requirePurge, updatePurge } from '../store/purges.ts';
import { entomb, entombTenant } from '../store/tombstones.ts';
import { holdBack, outdateIngests } from './holdBack.ts';
import { hideStudent } from './studentItems.ts';

export interface OpenedPurge {
  readonly purgeId: string;
  readonly outcome: 'opened' | 'waiting' | 'finished';
}

/**
 * Begins a purge that two people have asked for: from now on nothing of the student, or of the district, comes in. Then it
 * waits until nothing is being taken in or assessed, and takes the student out of sight. Done again it is done once.
 */
export async function openPurge(purgeId: string, now: Date): Promise<OpenedPurge> {
  const purge = await requirePurge(purgeId);
  if (purge.state === 'done') return { purgeId, outcome: 'finished' };
  if (purge.state !== 'approved' && purge.state !== 'running') throw new Error('the purge was not approved');
  if (purge.state === 'approved' && !(await updatePurge(purge, { ...purge, state: 'running' }))) {
    throw new Error('the purge was changed while it was opened');
  }
  if (purge.kind === 'tenant') await entombTenant(purgeId);
  else await entomb(subjectOf(purge), purgeId);
  if (!(await holdBack(purgeId, now))) return { purgeId, outcome: 'waiting' };
  await outdateIngests();
  if (purge.kind === 'student') await hideStudent(subjectOf(purge));
  return { purgeId, outcome: 'opened' };
}

/** Whose record a purge is to remove; throws for a district's. */
export function subjectOf({ subject }: PurgeRecord) {
  if (subject === undefined) throw new Error('the purge has no subject');
  return subject;
}
