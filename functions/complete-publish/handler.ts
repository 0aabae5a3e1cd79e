import { completePublish } from '../../shared/assess/publish/completePublish.ts';
import { runStep } from '../../shared/assess/run/stepInput.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** Shows readers the run, all of it at once. */
export const handler = stepHandler(runStep, async ({ runId }) => {
  await completePublish(runId, s3Lake(environment('LAKE_BUCKET')), systemClock());
  return { runId };
});
