import { createHash } from 'node:crypto';
import { DeleteCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { getItems, type Item, keyText } from './batches.ts';
import { documents } from './documents.ts';
import { type Key, studentKeys } from './keys.ts';

/** Pending events are spread over this many partitions, so that a night's burst meets no hot one. */
const SHARDS = 16;

/** An event on its way to the tenant's bus. Its id is derived, so that the same change is the same event. */
export interface PendingEvent {
  readonly eventId: string;
  readonly source: 'waymark.tiers';
  readonly detailType: 'Tier Changed' | 'Baseline Published';
  /** Instant at which it became pending. */
  readonly createdAt: string;
  /** Carries student ids: it may go to the tenant's own encrypted bus and nowhere else. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export function eventIdOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

export function outboxItem(event: PendingEvent): Item {
  return { ...outboxKey(event.eventId), event };
}

function outboxKey(eventId: string): Key {
  return studentKeys.outbox(Number.parseInt(eventId.slice(0, 4), 16) % SHARDS, eventId);
}

/** The events of an item of the stream or of the table; undefined when it is no pending event. */
export function eventOf(item: Readonly<Record<string, unknown>> | undefined): PendingEvent | undefined {
  const pk = item?.['pk'];
  return typeof pk === 'string' && pk.startsWith('OUTBOX#') ? (item?.['event'] as PendingEvent) : undefined;
}

/** Those of the events that are pending still: a redelivered stream record whose event has gone is not sent again. */
export async function stillPending(events: readonly PendingEvent[]): Promise<readonly PendingEvent[]> {
  const items = await getItems(
    environment('STUDENT_TABLE'),
    events.map((event) => outboxKey(event.eventId)),
  );
  return events.filter((event) => items.has(keyText(outboxKey(event.eventId))));
}

/** The bus has confirmed the event. */
export async function forget(eventId: string): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: environment('STUDENT_TABLE'), Key: outboxKey(eventId) }));
}

/** Events that became pending before an instant, in pages. */
export async function* pendingBefore(instant: string): AsyncGenerator<readonly PendingEvent[]> {
  for (let shard = 0; shard < SHARDS; shard++) {
    const pages = paginateQuery(
      { client: documents, pageSize: 100 },
      {
        TableName: environment('STUDENT_TABLE'),
        KeyConditionExpression: 'pk = :shard',
        FilterExpression: '#event.createdAt < :instant',
        ExpressionAttributeNames: { '#event': 'event' },
        ExpressionAttributeValues: { ':shard': studentKeys.outbox(shard, '').pk, ':instant': instant },
      },
    );
    for await (const page of pages) {
      const events = (page.Items ?? []).flatMap((item) => eventOf(item) ?? []);
      if (events.length > 0) yield events;
    }
  }
}
