import { s3Lake } from '../../shared/lake/lake.ts';
import { completePurge } from '../../shared/purge/completePurge.ts';
import { emptyQueues } from '../../shared/purge/emptyQueues.ts';
import { bucketsOfFunction } from '../../shared/purge/ports.ts';
import { purgeStep } from '../../shared/purge/stepInput.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';

/** Last step of a purge: writes the certificate and lets ingest and assessment go on. */
export const handler = stepHandler(purgeStep, async ({ purgeId }) => {
  await completePurge(purgeId, {
    lake: s3Lake(environment('LAKE_BUCKET')),
    buckets: bucketsOfFunction(),
    tenant: tenantOfFunction().tenant,
    now: systemClock(),
    emptyQueues: () => emptyQueues(environment('QUEUE_NAMES').split(',')),
  });
  logger.info('purge.done', { purgeId });
  return { purgeId };
});
