import * as z from 'zod';
import { sweepEvents } from '../../shared/assess/publish/relayEvents.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logger } from '../../shared/runtime/logger.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** EventBridge Scheduler: sends pending events that the stream has left behind (a stream forgets after a day). */
export const handler = stepHandler(z.unknown(), async () => {
  const outcome = await sweepEvents(systemClock());
  count('EventsSwept', outcome.sent);
  count('EventsLeft', outcome.left);
  logger.info('outbox.swept', { ...outcome });
  return outcome;
});
