import * as z from 'zod';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { sweepDisclosures } from '../../shared/store/disclosures.ts';

/** EventBridge Scheduler: tells apart what the stream has left behind (a stream forgets after a day). */
export const handler = stepHandler(z.unknown(), async () => {
  const told = await sweepDisclosures(systemClock());
  logger.info('disclosures.swept', { told });
  return { told };
});
