import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { environment } from '../runtime/environment.ts';

/** SQS takes at most ten messages a request. */
const BATCH = 10;

const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

/** Queues messages for delivery by id; throws when the queue did not take every one, so that the caller is retried. */
export async function queueMessages(messageIds: readonly string[]): Promise<void> {
  for (let start = 0; start < messageIds.length; start += BATCH) {
    const ids = messageIds.slice(start, start + BATCH);
    const answer = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: environment('MESSAGES_QUEUE_URL'),
        Entries: ids.map((messageId, index) => ({ Id: String(index), MessageBody: JSON.stringify({ messageId }) })),
      }),
    );
    const refused = answer.Failed?.length ?? 0;
    if (refused > 0) throw new Error(`the messages queue refused ${refused} of ${ids.length} messages`);
  }
}
