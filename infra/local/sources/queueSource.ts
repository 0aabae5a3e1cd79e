import * as z from 'zod';
import type { Storage } from '../engines/storage.ts';
import type { Outcome } from '../functions/pool.ts';

export interface QueueSourceSettings {
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  /** Batches at a time. */
  readonly concurrency: number;
  /** Whether the function names the messages that failed (`ReportBatchItemFailures`). */
  readonly reportsFailures: boolean;
}

/** What polls need of the cloud. */
export interface SourceOptions {
  readonly region: string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<Outcome>;
  /** Milliseconds the cloud's clock is ahead. */
  readonly offset: () => number;
}

/** A failed message waits its visibility timeout in the cloud; here it comes back at once. */
const REDELIVERY_PAUSE_MS = 50;

const failuresSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/** Identifiers that a function reported as failed; undefined when the whole batch counts as failed, as Lambda reads it. */
export function reportedFailures(outcome: Outcome, known: readonly string[]): readonly string[] | undefined {
  if ('error' in outcome) return undefined;
  const answer = JSON.parse(outcome.payload) as unknown;
  if (answer === null || answer === '') return [];
  const parsed = failuresSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const failed = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((each) => known.includes(each)) ? failed : undefined;
}

/** Lambda's event source mapping of a queue. */
export class QueueSource {
  readonly #settings: QueueSourceSettings;
  readonly #storage: Storage;
  readonly #options: SourceOptions;
  readonly #queue: ReturnType<Storage['queue']>;
  #batches = 0;
  #stopped = false;

  constructor(settings: QueueSourceSettings, storage: Storage, options: SourceOptions) {
    this.#settings = settings;
    this.#storage = storage;
    this.#options = options;
    this.#queue = storage.queue(settings.queueArn);
    const enqueue = this.#queue.enqueue.bind(this.#queue);
    this.#queue.enqueue = (message) => {
      enqueue(message);
      setImmediate(() => this.#pump());
    };
  }

  /** Begins with what is in the queue already. */
  start(): void {
    this.#pump();
  }

  get busy(): boolean {
    return this.#batches > 0 || this.#queue.messages.length > 0 || this.#queue.inflightMessages.size > 0;
  }

  stop(): void {
    this.#stopped = true;
  }

  #pump(): void {
    while (!this.#stopped && this.#batches < this.#settings.concurrency && this.#queue.messages.length > 0) {
      void this.#work();
    }
  }

  async #work(): Promise<void> {
    this.#batches += 1;
    try {
      const messages = this.#storage.receive(this.#queue, Math.min(this.#settings.batchSize, 10));
      // All of them may have gone to the dead-letter queue.
      if (messages.length === 0) return;
      const Records = messages.map((message) => this.#record(message));
      const outcome = await this.#options.invoke(this.#settings.functionArn, { Records });
      if (this.#stopped) return;
      const ids = messages.map(({ MessageId }) => MessageId);
      const reported = 'payload' in outcome && !this.#settings.reportsFailures ? [] : reportedFailures(outcome, ids);
      const failed = new Set(reported ?? ids);
      for (const { MessageId, ReceiptHandle } of messages) {
        if (!failed.has(MessageId)) this.#queue.deleteMessage(ReceiptHandle);
      }
      if (failed.size > 0) await new Promise((resolve) => setTimeout(resolve, REDELIVERY_PAUSE_MS));
      for (const { MessageId, ReceiptHandle } of messages) {
        if (failed.has(MessageId)) this.#storage.release(this.#queue, ReceiptHandle);
      }
    } finally {
      this.#batches -= 1;
      setImmediate(() => this.#pump());
    }
  }

  #record(message: ReturnType<Storage['receive']>[number]): Record<string, unknown> {
    const stored = this.#queue.inflightMessages.get(message.ReceiptHandle)?.message;
    const time = (instant: number | undefined) => String((instant ?? Date.now()) + this.#options.offset());
    return {
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: {
        ApproximateReceiveCount: String(stored?.approximateReceiveCount ?? 1),
        SentTimestamp: time(stored?.sentTimestamp),
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: time(stored?.approximateFirstReceiveTimestamp),
      },
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
          name,
          {
            ...(StringValue !== undefined && { stringValue: StringValue }),
            ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
            stringListValues: [],
            binaryListValues: [],
            dataType: DataType,
          },
        ]),
      ),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: this.#settings.queueArn,
      awsRegion: this.#options.region,
    };
  }
}
