import * as z from 'zod';
import { checkDrop } from '../../shared/ingest/checkDrop.ts';
import { ingestContext } from '../../shared/ingest/context.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

export const handler = stepHandler(z.object({ dropId: z.string() }), ({ dropId }) =>
  checkDrop(dropId, ingestContext()),
);
