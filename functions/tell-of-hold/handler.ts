import * as z from 'zod';
import { tellOfHold } from '../../shared/engagement/tellOfHold.ts';
import { queueMessages } from '../../shared/messaging/queue.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';
import { heldDetail } from '../../shared/store/holdEvents.ts';

/** EventBridge, `Drop Held` and `Run Held`: has the people named in the tenant file told, each once. */
export const handler = stepHandler(z.object({ detail: heldDetail }), async ({ detail }) => {
  const { alarms, dataTeam = [alarms] } = tenantOfFunction().tenant.contacts;
  return { queued: await tellOfHold(detail, { recipients: dataTeam, now: systemClock, queue: queueMessages }) };
});
