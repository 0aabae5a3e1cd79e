import * as z from 'zod';
import { checkDrop } from '../../shared/ingest/checkDrop.ts';
import { ingestContext } from '../../shared/ingest/context.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { isHeld } from '../../shared/store/drops.ts';

/** First step of an ingest: waits for the drop's files and its turn. A folder that stays incomplete is held. */
export const handler = stepHandler(z.object({ dropId: z.string() }), async ({ dropId }) => {
  const checked = await checkDrop(dropId, ingestContext());
  if (checked.outcome === 'finished') count('DropsHeld', (await isHeld(dropId)) ? 1 : 0);
  return checked;
});
