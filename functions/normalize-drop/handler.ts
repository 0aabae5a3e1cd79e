import * as z from 'zod';
import { ingestContext } from '../../shared/ingest/context.ts';
import { normalizeDrop } from '../../shared/ingest/normalizeDrop.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { isHeld } from '../../shared/store/drops.ts';

/** Reads, checks and merges a drop, or holds it. */
export const handler = stepHandler(z.object({ dropId: z.string() }), async ({ dropId }) => {
  const normalized = await normalizeDrop(dropId, ingestContext());
  if (normalized.outcome === 'finished') count('DropsHeld', (await isHeld(dropId)) ? 1 : 0);
  return normalized;
});
