import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { environment } from '../../runtime/environment.ts';
import { errorFields, logger } from '../../runtime/logger.ts';
import { forget, type PendingEvent, pendingBefore } from '../../store/outbox.ts';

/** Most entries one PutEvents call takes. */
const ENTRIES = 10;
/** Younger events are on their way through the stream. */
const LEFT_BEHIND_MS = 15 * 60 * 1000;

const bus = new EventBridgeClient({ maxAttempts: 4 });

/**
 * Sends pending events to the tenant's bus in their order and forgets each one the bus has confirmed. Stops after a call
 * in which something went wrong, so that nothing overtakes it. Returns the ids of those that are confirmed; all others
 * stay pending. An answer that was lost makes an event come twice, with the same `eventId`.
 */
export async function relayEvents(events: readonly PendingEvent[]): Promise<ReadonlySet<string>> {
  const confirmed = new Set<string>();
  for (let start = 0; start < events.length; start += ENTRIES) {
    const some = events.slice(start, start + ENTRIES);
    for (const event of await send(some)) {
      await forget(event);
      confirmed.add(event.eventId);
    }
    if (some.some(({ eventId }) => !confirmed.has(eventId))) break;
  }
  return confirmed;
}

async function send(events: readonly PendingEvent[]): Promise<readonly PendingEvent[]> {
  try {
    const { Entries = [] } = await bus.send(new PutEventsCommand({ Entries: events.map(entryOf) }));
    return events.filter((_, index) => Entries[index] !== undefined && Entries[index].ErrorCode === undefined);
  } catch (error) {
    logger.warn('events.notSent', { count: events.length, ...errorFields(error) });
    return [];
  }
}

const entryOf = (event: PendingEvent) => ({
  EventBusName: environment('EVENT_BUS'),
  Source: event.source,
  DetailType: event.detailType,
  Detail: JSON.stringify(event.detail),
  Time: new Date(event.createdAt),
});

/** Sends what the stream has left behind. */
export async function sweepEvents(now: Date): Promise<{ readonly sent: number; readonly left: number }> {
  let sent = 0;
  let left = 0;
  for await (const events of pendingBefore(new Date(now.getTime() - LEFT_BEHIND_MS).toISOString())) {
    const inOrder = events.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    const confirmed = await relayEvents(inOrder);
    sent += confirmed.size;
    left += events.length - confirmed.size;
  }
  return { sent, left };
}
