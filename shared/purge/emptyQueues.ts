import { GetQueueUrlCommand, PurgeQueueCommand, PurgeQueueInProgress, SQSClient } from '@aws-sdk/client-sqs';

/** Empties queues by their names; answers those that were emptied, which one that was within the last minute is. */
export async function emptyQueues(names: readonly string[]): Promise<readonly string[]> {
  // The address of a queue may name a host that has moved since the queue was made; its region's does not.
  const sqs = new SQSClient({ maxAttempts: 5, useQueueUrlAsEndpoint: false });
  for (const QueueName of names) {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl })).catch((error: unknown) => {
      if (!(error instanceof PurgeQueueInProgress)) throw error;
    });
  }
  return names;
}
