import * as z from 'zod';
import { getJson, putJson } from '../lake/lake.ts';
import { editionKey } from '../lake/reader.ts';
import { isFinal, requireDrop } from '../store/drops.ts';
import { commit } from '../store/editions.ts';
import { acquireLease, releaseLease } from '../store/leases.ts';
import { type IngestContext, ingestLease, LEASE_SECONDS } from './context.ts';
import type { Candidate } from './normalizeDrop.ts';

export const publishInput = z.object({ dropId: z.string(), candidateKey: z.string() });

export interface PublishedEdition {
  readonly dropId: string;
  readonly outcome: 'published' | 'rebase';
}

/**
 * Makes a candidate the current edition by one conditional write. When another drop has come in between, the drop is read
 * again on top of it. The edition's object is written after: only the winner ever writes it, and a drop that follows
 * makes up for a winner that died.
 */
export async function publishEdition(
  { dropId, candidateKey }: z.infer<typeof publishInput>,
  context: IngestContext,
): Promise<PublishedEdition> {
  const { lake, clock } = context;
  const candidate = (await getJson(lake, candidateKey)) as Candidate | undefined;
  if (!candidate) throw new Error(`the lake has no ${candidateKey}`);
  await acquireLease(ingestLease(dropId), clock(), LEASE_SECONDS);
  const from = await requireDrop(dropId);
  if (!isFinal(from)) {
    const { basedOn, state, reach } = candidate;
    const to = { ...candidate.drop, finishedAt: clock().toISOString() };
    const committed = await commit({ basedOn, state, reach, from, to });
    if (!committed && !isFinal(await requireDrop(dropId))) return { dropId, outcome: 'rebase' };
  }
  const { edition } = candidate.state;
  if (edition && (await requireDrop(dropId)).edition === edition.number) {
    await putJson(lake, editionKey(edition.number), edition);
  }
  await releaseLease(ingestLease(dropId));
  return { dropId, outcome: 'published' };
}
