import { requirePurge, updatePurge } from '../store/purges.ts';

/**
 * Notes that a purge has stopped. What holds ingest and assessment back stays for two days: they would write again what is
 * half removed. Approved again, the purge goes on where it was.
 */
export async function failPurge(purgeId: string, failure: string): Promise<void> {
  const purge = await requirePurge(purgeId);
  if (purge.state !== 'approved' && purge.state !== 'running') return;
  await updatePurge(purge, { ...purge, state: 'failed', failure });
}
