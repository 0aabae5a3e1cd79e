import { openPurge } from '../../shared/purge/openPurge.ts';
import { purgeStep } from '../../shared/purge/stepInput.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** First step of a purge: nothing more comes in, and nothing is taken in or assessed meanwhile. */
export const handler = stepHandler(purgeStep, async ({ purgeId }) => {
  const opened = await openPurge(purgeId, systemClock());
  logger.info('purge.opened', { ...opened });
  return opened;
});
