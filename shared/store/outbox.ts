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
  readonly source: 'waymark.tiers' | 'waymark.operations';
  readonly detailType:
    | 'Tier Changed'
    | 'Pattern Found'
    | 'Nearing Cut'
    | 'Baseline Published'
    | 'Data Stale'
    | 'Drop Held'
    | 'Run Held'
    | 'Caseload Reassigned';
  /** Instant at which it became pending. */
  readonly createdAt: string;
  /** May carry student ids: it may go to the tenant's own encrypted bus and nowhere else. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export function eventIdOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

export function outboxItem(event: PendingEvent): Item {
  return { ...outboxKey(event), event };
}

/** Events about one student share a partition, and so come off the stream in the order they were written. */
function outboxKey({ eventId, detail }: PendingEvent): Key {
  const about = createHash('sha256').update(String(detail['studentSourcedId'] ?? eventId));
  return studentKeys.outbox(about.digest().readUInt16BE(0) % SHARDS, eventId);
}

/** The events at these keys, in their order, each once; what the bus has confirmed before is pending no more. */
export async function pendingAt(keys: readonly Key[]): Promise<readonly PendingEvent[]> {
  const items = await getItems(environment('STUDENT_TABLE'), keys);
  return [...new Set(keys.map(keyText))].flatMap((key) => eventOf(items.get(key)) ?? []);
}

const eventOf = (item: Readonly<Record<string, unknown>> | undefined) => item?.['event'] as PendingEvent | undefined;

/** The bus has confirmed the event. */
export async function forget(event: PendingEvent): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: environment('STUDENT_TABLE'), Key: outboxKey(event) }));
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
