import * as z from 'zod';

/** A step that works on a run as a whole. */
export const runStep = z.object({ runId: z.string() });

/** A step that works on one shard of the district. */
export const shardStep = z.object({ runId: z.string(), shard: z.int().min(0) });

/** A step that works on one batch of its changes. */
export const batchStep = z.object({ runId: z.string(), batch: z.int().min(0) });
