import { type Day, parseDay } from '../domain/calendar/day.ts';
import type { ContactAddress, StaffId } from '../domain/identity.ts';
import { checkInReminder } from '../messaging/checkInReminder.ts';
import { holdNotice } from '../messaging/holdNotice.ts';
import type { Mail, MailOutcome } from '../messaging/mail.ts';
import { rightsTransferNotice } from '../messaging/rightsTransferNotice.ts';
import {
  claimMessage,
  type MessageRecord,
  markFailed,
  markSent,
  markUnresolved,
  readMessage,
  releaseClaim,
} from '../store/messages.ts';

export interface DeliveryPorts {
  readonly district: string;
  /** IANA name of the tenant's. */
  readonly timeZone: string;
  readonly now: () => Date;
  readonly today: () => Day;
  readonly addressOf: (staff: StaffId) => Promise<ContactAddress | undefined>;
  readonly send: (mail: Mail) => Promise<MailOutcome>;
}

/** `retry`: leave it in the queue; everything else is finished as far as the queue is concerned. */
export type Delivery = 'sent' | 'done' | 'failed' | 'unresolved' | 'retry';

/** How long a claim may wait for the provider's event before a person is asked to look. */
const CLAIM_PATIENCE_MS = 10 * 60_000;

/**
 * Delivers one message at most once: claim, send with the message's id as a tag, record. Died between sending and
 * recording, the provider's event resolves the claim (`recordDelivery`); a claim that stays open goes to a person.
 */
export async function deliverMessage(messageId: string, ports: DeliveryPorts): Promise<Delivery> {
  const message = await readMessage(messageId);
  if (!message) return 'done';
  if (message.state === 'claimed') return settleClaim(message, ports);
  if (message.state !== 'queued') return 'done';
  const address = message.kind === 'holdNotice' ? message.recipient : await ports.addressOf(message.recipient);
  if (address === undefined) return (await markFailed(messageId, 'noAddress')) ? 'failed' : 'done';
  if (!(await claimMessage(messageId, ports.now().toISOString()))) return 'retry';
  return conclude(messageId, await ports.send(mailOf(message, address, ports)), ports);
}

function mailOf(message: MessageRecord, to: ContactAddress, ports: DeliveryPorts): Mail {
  if (message.kind === 'holdNotice') {
    return { messageId: message.messageId, to, ...holdNotice(ports.district, ports.timeZone, message.held) };
  }
  const today = ports.today();
  const dueOn = parseDay(message.dueOn) ?? today;
  const text =
    message.kind === 'rightsTransferNotice'
      ? rightsTransferNotice(ports.district, dueOn)
      : checkInReminder(ports.district, message.planId, dueOn, today);
  return { messageId: message.messageId, to, ...text };
}

async function conclude(messageId: string, outcome: MailOutcome, ports: DeliveryPorts): Promise<Delivery> {
  switch (outcome.outcome) {
    case 'sent':
      await markSent(messageId, ports.now().toISOString(), outcome.providerMessageId);
      return 'sent';
    case 'notTaken':
      await releaseClaim(messageId);
      return 'retry';
    case 'refused':
      await markFailed(messageId, outcome.code);
      return 'failed';
    case 'unknown':
      return 'retry';
  }
}

async function settleClaim(message: MessageRecord, ports: DeliveryPorts): Promise<Delivery> {
  const claimedAt = Date.parse(message.claimedAt ?? message.queuedAt);
  if (ports.now().getTime() - claimedAt < CLAIM_PATIENCE_MS) return 'retry';
  return (await markUnresolved(message.messageId)) ? 'unresolved' : 'done';
}
