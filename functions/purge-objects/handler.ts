import { s3Lake } from '../../shared/lake/lake.ts';
import { subjectOf } from '../../shared/purge/openPurge.ts';
import { bucketsOfFunction } from '../../shared/purge/ports.ts';
import { purgeBatch } from '../../shared/purge/purgeBatch.ts';
import { purgeBatchStep } from '../../shared/purge/stepInput.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { mappingOfFunction } from '../../shared/runtime/mapping.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { requirePurge } from '../../shared/store/purges.ts';

/** A step of a student's purge: writes the objects of one batch anew without the student, or deletes them. */
export const handler = stepHandler(purgeBatchStep, async ({ purgeId, batch }) => {
  await purgeBatch(purgeId, batch, {
    lake: s3Lake(environment('LAKE_BUCKET')),
    buckets: bucketsOfFunction(),
    subject: subjectOf(await requirePurge(purgeId)),
    isMapped: mappingOfFunction() !== undefined,
    now: systemClock().toISOString(),
  });
  return {};
});
