import { deliveryEvent, recordDelivery } from '../../shared/engagement/recordDelivery.ts';
import { stepHandler } from '../../shared/runtime/step.ts';

/** EventBridge: the mail provider's word on a message resolves its claim. */
export const handler = stepHandler(deliveryEvent, async (event) => ({ ours: await recordDelivery(event) }));
