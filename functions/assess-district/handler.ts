import { shardStep } from '../../shared/assess/run/stepInput.ts';
import { assessRun } from '../../shared/assess/shards/assessRun.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Assesses the students of one shard of the district. */
export const handler = stepHandler(shardStep, async ({ runId, shard }) => {
  const assessed = await assessRun(runId, shard, s3Lake(environment('LAKE_BUCKET')), systemClock());
  const students = assessed?.parts.reduce((sum, { studentCount }) => sum + studentCount, 0);
  logger.info('run.shardAssessed', { runId, shard, students });
  return {};
});
