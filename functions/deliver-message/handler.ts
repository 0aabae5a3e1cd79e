import * as z from 'zod';
import { localTimeOf } from '../../shared/domain/calendar/timeZone.ts';
import { type DeliveryPorts, deliverMessage } from '../../shared/engagement/deliverMessage.ts';
import { sendMail } from '../../shared/messaging/mail.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { queueHandler } from '../../shared/runtime/queue.ts';
import { tenantOfFunction } from '../../shared/runtime/tenant.ts';
import { readStaffAccess } from '../../shared/store/directory.ts';

const body = z.object({ messageId: z.string() });

/** SQS: delivers messages at most once; what is to be tried again stays in the queue. */
export const handler = queueHandler(body, async ({ messageId }) => {
  const delivery = await deliverMessage(messageId, ports());
  return delivery === 'retry' ? 'retry' : 'done';
});

function ports(): DeliveryPorts {
  const { tenant } = tenantOfFunction();
  return {
    district: tenant.district.name,
    timeZone: tenant.timeZone,
    now: systemClock,
    today: () => localTimeOf(systemClock(), tenant.timeZone).day,
    addressOf: async (staff) => (await readStaffAccess(staff)).access?.email,
    send: sendMail,
  };
}
