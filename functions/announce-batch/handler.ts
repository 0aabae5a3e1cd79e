import { announceBatch } from '../../shared/assess/publish/announceBatch.ts';
import { batchStep } from '../../shared/assess/run/stepInput.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Makes the events of one batch's tier changes pending. */
export const handler = stepHandler(batchStep, async ({ runId, batch }) => {
  count('TierChangesAnnounced', await announceBatch(runId, batch, s3Lake(environment('LAKE_BUCKET')), systemClock()));
  return {};
});
