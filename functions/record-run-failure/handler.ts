import * as z from 'zod';
import { recordRunFailure } from '../../shared/assess/run/recordRunFailure.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

const failed = z.object({
  runId: z.string().optional(),
  scheduledAt: z.string().optional(),
  asOf: z.string().optional(),
  error: z.object({ Error: z.string(), Cause: z.string().default('') }),
});

/** The failure state of a run: records it and frees the lease. */
export const handler = stepHandler(failed, async (failure) => {
  await recordRunFailure(failure, systemClock());
  count('RunsFailed', 1);
  logger.error('run.failed', { runId: failure.runId, error: failure.error.Error });
  return {};
});
