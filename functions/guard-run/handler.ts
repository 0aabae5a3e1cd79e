import { guardRun } from '../../shared/assess/run/guardRun.ts';
import { runStep } from '../../shared/assess/run/stepInput.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Looks at the whole run before anything of it is published. */
export const handler = stepHandler(runStep, async ({ runId }) => {
  const { outcome } = await guardRun(runId, s3Lake(environment('LAKE_BUCKET')), systemClock());
  count('RunsHeld', outcome === 'held' ? 1 : 0);
  logger.info('run.guarded', { runId, outcome });
  return { runId, outcome };
});
