import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { relayEvents } from '../../shared/assess/publish/relayEvents.ts';
import { count } from '../../shared/runtime/metrics.ts';
import { stepHandler } from '../../shared/runtime/step.ts';
import { OUTBOX } from '../../shared/store/keys.ts';
import { pendingAt } from '../../shared/store/outbox.ts';

const streamed = z.custom<DynamoDBStreamEvent>();

/**
 * The student table's stream, pending events alone: sends them to the tenant's bus. The stream goes on from the first one
 * that is pending still.
 */
export const handler = stepHandler(streamed, async ({ Records }): Promise<DynamoDBBatchResponse> => {
  const records = Records.flatMap(({ dynamodb }) => {
    const [pk, sk] = [dynamodb?.Keys?.['pk']?.S, dynamodb?.Keys?.['sk']?.S];
    if (pk === undefined || sk === undefined || !pk.startsWith(OUTBOX)) return [];
    return [{ key: { pk, sk }, itemIdentifier: dynamodb?.SequenceNumber ?? '' }];
  });
  const events = await pendingAt(records.map(({ key }) => key));
  const confirmed = await relayEvents(events);
  const pending = new Set(events.flatMap(({ eventId }) => (confirmed.has(eventId) ? [] : [eventId])));
  count('EventsRelayed', confirmed.size);
  const batchItemFailures = records
    .filter(({ key }) => pending.has(key.sk))
    .map(({ itemIdentifier }) => ({ itemIdentifier }));
  return { batchItemFailures };
});
