import * as z from 'zod';
import { readFreshness } from '../../shared/assess/freshness/freshness.ts';
import { freshnessFigures } from '../../shared/assess/freshness/freshnessFigures.ts';
import { openRelease } from '../../shared/assess/run/openRelease.ts';
import { type OpenRunPorts, openRun } from '../../shared/assess/run/openRun.ts';
import { s3Lake } from '../../shared/lake/lake.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count, countOf } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';

const trigger = z.object({ scheduledAt: z.iso.datetime({ offset: true }), asOf: z.iso.date().optional() });
const released = z.object({ runId: z.string(), release: z.literal(true) });

/** First step of a run: pins its inputs, or says why there is none to make. Of a released run: what it has to publish. */
export const handler = stepHandler(z.union([released, trigger]), async (input) => {
  const lake = s3Lake(environment('LAKE_BUCKET'));
  const now = systemClock();
  if ('release' in input) {
    const opened = await openRelease(input.runId, lake, now);
    logger.info('run.released', { runId: opened.runId, outcome: opened.outcome });
    return opened;
  }
  const { scheduledAt, asOf } = input;
  const ports = { lake, tenant: tenantOfFunction(), now };
  const opened = await openRun({ scheduledAt, ...(asOf !== undefined && { asOf }) }, ports);
  logger.info('run.opened', { ...opened });
  if (opened.outcome === 'opened') await measureFreshness(ports);
  return opened;
});

/** Whatever becomes of the run: a held one must not hide that data has stopped coming. */
async function measureFreshness({ lake, tenant: { tenant }, now }: OpenRunPorts): Promise<void> {
  const figures = freshnessFigures(await readFreshness(lake, tenant, now));
  count('StaleSchools', figures.staleSchools);
  count('AttendanceDaysBehind', figures.attendanceDaysBehind);
  for (const { school, daysBehind } of figures.schools) countOf('AttendanceDaysBehind', 'school', school, daysBehind);
  for (const { file, daysBehind } of figures.files) countOf('FileDaysBehind', 'file', file, daysBehind);
}
