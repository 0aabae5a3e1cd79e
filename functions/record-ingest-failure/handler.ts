import * as z from 'zod';
import { recordIngestFailure } from '../../shared/ingest/recordFailure.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

const input = z.object({ dropId: z.string(), error: z.object({ Error: z.string() }) });

export const handler = stepHandler(input, async ({ dropId, error }) => {
  await recordIngestFailure(dropId, error.Error, systemClock());
  return { dropId };
});
