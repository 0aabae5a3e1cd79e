import { assessRun } from '../../shared/assess/assessRun.ts';
import { runStep } from '../../shared/assess/stepInput.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Assesses every student and says which batches of changes there are to publish. */
export const handler = stepHandler(runStep, async ({ runId }) => {
  const { studentCount, changes } = await assessRun(runId, s3Lake(environment('LAKE_BUCKET')), systemClock());
  const { batches, rows, students: changed } = changes;
  logger.info('run.assessed', { runId, students: studentCount, changed, rows, batches });
  return { runId, batchNumbers: Array.from({ length: batches }, (_, batch) => batch) };
});
