import { runStep } from '../../shared/assess/run/stepInput.ts';
import { completeRun } from '../../shared/assess/shards/assessRun.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Joins what the shards have assessed and says which batches of changes there are to publish. */
export const handler = stepHandler(runStep, async ({ runId }) => {
  const { studentCount, changes } = await completeRun(runId, s3Lake(environment('LAKE_BUCKET')), systemClock());
  const { batches, rows, students: changed } = changes;
  count('StudentsAssessed', studentCount);
  count('StudentsChanged', changed);
  logger.info('run.assessed', { runId, students: studentCount, changed, rows, batches });
  return { runId, batchNumbers: Array.from({ length: batches }, (_, batch) => batch) };
});
