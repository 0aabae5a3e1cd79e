import * as z from 'zod';
import { openRun } from '../../shared/assess/openRun.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';

const trigger = z.object({ scheduledAt: z.iso.datetime({ offset: true }), asOf: z.iso.date().optional() });

/** First step of a run: pins its inputs, or says why there is none to make. */
export const handler = stepHandler(trigger, async ({ scheduledAt, asOf }) => {
  const ports = { lake: s3Lake(environment('LAKE_BUCKET')), tenant: tenantOfFunction(), now: systemClock() };
  const opened = await openRun({ scheduledAt, ...(asOf !== undefined && { asOf }) }, ports);
  logger.info('run.opened', { ...opened });
  return opened;
});
