import { runStep } from '../../shared/assess/run/stepInput.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { recordRun } from '../../shared/records/recordRun.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Writes the record of each student of the edition that a run is about to publish. */
export const handler = stepHandler(runStep, async ({ runId }) => {
  const recorded = await recordRun(runId, s3Lake(environment('LAKE_BUCKET')), systemClock());
  logger.info('run.recorded', { runId, ...recorded });
  return {};
});
