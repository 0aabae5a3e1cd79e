import * as z from 'zod';

/** A step of a purge as a whole. */
export const purgeStep = z.object({ purgeId: z.string() });

/** A step that works on one batch of its plan. */
export const purgeBatchStep = z.object({ purgeId: z.string(), batch: z.int().min(0) });

/** What Step Functions' Catch hands on. */
export const purgeFailureStep = z.object({ purgeId: z.string(), error: z.object({ Error: z.string() }) });
