import { s3Lake } from '../../shared/lake/lake.ts';
import { bucketsOfFunction, lateAfter } from '../../shared/purge/ports.ts';
import { emptyBuckets } from '../../shared/purge/purgeDistrict.ts';
import { purgeStep } from '../../shared/purge/stepInput.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

const WORKING_MINUTES = 10;

/** A step of a district's purge: deletes every version of every object that is not locked. */
export const handler = stepHandler(purgeStep, async ({ purgeId }) => ({
  purgeId,
  outcome: await emptyBuckets(purgeId, {
    lake: s3Lake(environment('LAKE_BUCKET')),
    buckets: bucketsOfFunction(),
    isLate: lateAfter(WORKING_MINUTES),
  }),
}));
