import { contactAddress } from '../domain/identity.ts';
import type { HeldDetail } from '../store/holdEvents.ts';
import { readMessage, recordMessage } from '../store/messages.ts';
import { eventIdOf } from '../store/outbox.ts';

export interface HoldPorts {
  /** The people named in the tenant file. */
  readonly recipients: readonly string[];
  readonly now: () => Date;
  /** Queues messages for delivery by id; the same id twice is harmless. */
  readonly queue: (messageIds: readonly string[]) => Promise<void>;
}

/**
 * Has each of the people named in the tenant file told of something held, once: their messages have derived keys, and one
 * that was sent or is on its way is not queued again. Killed anywhere, the event's next delivery finishes the work.
 */
export async function tellOfHold(held: HeldDetail, { recipients, now, queue }: HoldPorts): Promise<number> {
  const toQueue: string[] = [];
  for (const recipient of new Set(recipients.map((each) => each.toLowerCase()))) {
    const messageId = eventIdOf('holdNotice', held.eventId, recipient);
    const isNew = await recordMessage({
      messageId,
      kind: 'holdNotice',
      recipient: contactAddress(recipient),
      held,
      state: 'queued',
      queuedAt: now().toISOString(),
    });
    if (isNew || (await readMessage(messageId))?.state === 'queued') toQueue.push(messageId);
  }
  if (toQueue.length > 0) await queue(toQueue);
  return toQueue.length;
}
