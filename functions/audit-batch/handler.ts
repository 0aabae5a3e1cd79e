import { s3Lake } from '../../shared/lake/lake.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { auditBatch } from '../../shared/yearend/auditBatch.ts';
import { batchStep } from '../../shared/yearend/stepInput.ts';

/** A step of closing a year: audits the credits of one batch of students. */
export const handler = stepHandler(batchStep, async ({ schoolYear, batch }) => {
  await auditBatch(schoolYear, batch, s3Lake(environment('LAKE_BUCKET')));
  return {};
});
