import { s3Lake } from '../../shared/lake/lake.ts';
import { lateAfter } from '../../shared/purge/ports.ts';
import { purgeRecords } from '../../shared/purge/purgeRecords.ts';
import { purgeStep } from '../../shared/purge/stepInput.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

const WORKING_MINUTES = 10;

/** A step of a purge: removes items of the tables. */
export const handler = stepHandler(purgeStep, ({ purgeId }) =>
  purgeRecords(purgeId, s3Lake(environment('LAKE_BUCKET')), lateAfter(WORKING_MINUTES)),
);
