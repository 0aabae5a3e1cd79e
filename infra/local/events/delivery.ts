import { randomUUID } from 'node:crypto';
import { CloudError } from '../cloudError.ts';
import type { CreatedObject } from '../engines/objectStore.ts';
import type { Storage } from '../engines/storage.ts';
import type { Functions } from '../functions/functions.ts';
import { nameOfArn } from '../template/resourceType.ts';
import type { Workflows } from '../workflows/workflows.ts';
import type { Deliver, EventBuses } from './bus.ts';

/** Hands payloads to queues, functions and state machines. */
export function delivery(storage: Storage, functions: Functions, workflows: Workflows): Deliver {
  const hand = (arn: string, payload: unknown) => {
    const service = arn.split(':')[2];
    if (service === 'sqs') storage.send(arn, JSON.stringify(payload));
    else if (service === 'lambda') functions.send(arn, payload);
    else if (service === 'states') workflows.start(nameOfArn(arn), JSON.stringify(payload));
    else throw new CloudError(`the embedded cloud does not deliver to ${arn}`);
  };
  return (arn, payload, deadLetters) => {
    try {
      hand(arn, payload);
    } catch (error) {
      if (deadLetters === undefined) throw error;
      hand(deadLetters, payload);
    }
  };
}

/** S3's event of a created object, on the default bus. */
export function announce(
  buses: EventBuses,
  accountId: string,
  { bucket, key, size, etag, reason }: CreatedObject,
): void {
  buses.put('default', {
    source: 'aws.s3',
    detailType: 'Object Created',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag, sequencer: process.hrtime.bigint().toString(16).toUpperCase().padStart(18, '0') },
      'request-id': randomUUID(),
      requester: accountId,
      'source-ip-address': '127.0.0.1',
      reason,
    },
  });
}
