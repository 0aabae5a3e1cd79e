import * as z from 'zod';
import { MESSAGE_TAG } from '../messaging/mail.ts';
import { markFailed, markSent } from '../store/messages.ts';

/** What SES publishes to EventBridge about one mail, as far as it is read here. */
export const deliveryEvent = z.object({
  source: z.literal('aws.ses'),
  'detail-type': z.string(),
  time: z.iso.datetime(),
  detail: z.object({
    mail: z.object({
      messageId: z.string(),
      tags: z.record(z.string(), z.array(z.string())),
    }),
  }),
});

export type DeliveryEvent = z.infer<typeof deliveryEvent>;

const SENT = new Set(['Email Sent', 'Email Delivered']);
const FAILED: Readonly<Record<string, string>> = {
  'Email Bounced': 'bounced',
  'Email Rejected': 'rejected',
  'Email Rendering Failed': 'renderingFailed',
};

/** Takes the provider's word on a message: it resolves claims whose sender died. False when it is not one of ours. */
export async function recordDelivery(event: DeliveryEvent): Promise<boolean> {
  const { messageId: providerMessageId, tags } = event.detail.mail;
  const messageId = tags[MESSAGE_TAG]?.[0];
  if (messageId === undefined) return false;
  const kind = event['detail-type'];
  if (SENT.has(kind)) await markSent(messageId, event.time, providerMessageId);
  const failure = FAILED[kind];
  if (failure !== undefined) await markFailed(messageId, failure);
  return true;
}
