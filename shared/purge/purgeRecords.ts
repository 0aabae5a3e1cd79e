import type { Lake } from '../lake/lake.ts';
import { requirePurge } from '../store/purges.ts';
import { hashOfStudent } from '../store/tombstones.ts';
import { subjectOf } from './openPurge.ts';
import { emptyTables } from './purgeDistrict.ts';
import { forgetItems } from './studentItems.ts';

export interface PurgedRecords {
  readonly purgeId: string;
  readonly kind: 'student' | 'tenant';
  readonly outcome: 'done' | 'more';
}

/** Removes from the tables what a purge is about; `more` when it has to be asked again. */
export async function purgeRecords(purgeId: string, lake: Lake, isLate: () => boolean): Promise<PurgedRecords> {
  const purge = await requirePurge(purgeId);
  const { kind } = purge;
  if (kind === 'tenant') return { purgeId, kind, outcome: await emptyTables(purgeId, { lake, isLate }) };
  const id = subjectOf(purge);
  await forgetItems(lake, { purgeId, id, hash: await hashOfStudent(id) });
  return { purgeId, kind, outcome: 'done' };
}
