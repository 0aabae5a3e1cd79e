import * as z from 'zod';
import { ingestContext } from '../../shared/ingest/context.ts';
import { normalizeDrop } from '../../shared/ingest/normalizeDrop.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

export const handler = stepHandler(z.object({ dropId: z.string() }), ({ dropId }) =>
  normalizeDrop(dropId, ingestContext()),
);
