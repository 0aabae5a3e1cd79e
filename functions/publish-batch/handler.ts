import { publishBatch } from '../../shared/assess/publish/publishBatch.ts';
import { batchStep } from '../../shared/assess/run/stepInput.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Writes one batch of changes where readers do not see them yet. */
export const handler = stepHandler(batchStep, async ({ runId, batch }) => {
  count('RowsWritten', await publishBatch(runId, batch, s3Lake(environment('LAKE_BUCKET')), systemClock()));
  return {};
});
