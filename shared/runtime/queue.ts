import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { errorFields, logger } from './logger.ts';
import { flushMetrics } from './metrics.ts';

/** Not an error: the message is to be delivered again later. */
class TryAgain extends Error {
  override readonly name = 'TryAgain';
}

/**
 * A handler of an SQS queue: messages are taken one by one, and only those that failed or ask for it come again. A body
 * that does not fit its contract fails until the queue moves it to its dead-letter queue.
 */
export function queueHandler<Schema extends z.ZodType>(
  body: Schema,
  take: (message: z.infer<Schema>) => Promise<'done' | 'retry'>,
): (event: SQSEvent, context?: Context) => Promise<SQSBatchResponse> {
  const takeRecord = async (record: SQSRecord) => {
    try {
      const outcome = await take(body.parse(JSON.parse(record.body)));
      if (outcome === 'retry') throw new TryAgain();
    } catch (error) {
      logger.warn('message.left', errorFields(error));
      throw error;
    }
  };
  const handler = middy(async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const processor = new BatchProcessor(EventType.SQS);
    return processPartialResponse(event, takeRecord, processor, { throwOnFullBatchFailure: false });
  }).after(() => flushMetrics());
  return handler as unknown as (event: SQSEvent, context?: Context) => Promise<SQSBatchResponse>;
}
