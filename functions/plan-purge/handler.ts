import { s3Lake } from '../../shared/lake/lake.ts';
import { planPurge } from '../../shared/purge/plan.ts';
import { bucketsOfFunction } from '../../shared/purge/ports.ts';
import { purgeStep } from '../../shared/purge/stepInput.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** A step of a student's purge: notes every object that may know the student, in batches. */
export const handler = stepHandler(purgeStep, async ({ purgeId }) => ({
  purgeId,
  batchNumbers: await planPurge(purgeId, s3Lake(environment('LAKE_BUCKET')), bucketsOfFunction()),
}));
