import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { s3DropsBucket } from '../../shared/ingest/dropsBucket.ts';
import { receiveDrop } from '../../shared/ingest/receiveDrop.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { environment } from '../../shared/runtime/environment.ts';
import { stateMachine } from '../../shared/runtime/executions.ts';
import { errorFields, logger } from '../../shared/runtime/logger.ts';

/** EventBridge's envelope of S3 "Object Created". */
const objectCreated = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), etag: z.string(), size: z.int().default(0) }),
  }),
});

const processor = new BatchProcessor(EventType.SQS);

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> =>
  processPartialResponse(event, receive, processor, { throwOnFullBatchFailure: false });

async function receive(record: SQSRecord): Promise<void> {
  try {
    const { bucket, object } = objectCreated.parse(JSON.parse(record.body)).detail;
    const drops = s3DropsBucket(environment('DROPS_BUCKET'));
    await receiveDrop({ ...object, bucket: bucket.name }, { drops, now: systemClock(), start: startIngest });
  } catch (error) {
    logger.error('drop.notReceived', errorFields(error));
    throw error;
  }
}

const startIngest = (dropId: string, execution: string) =>
  stateMachine(environment('INGEST_STATE_MACHINE'))(execution, { dropId });
