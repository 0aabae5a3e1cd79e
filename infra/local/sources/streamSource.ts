import type { Dynamo } from '../engines/dynamo.ts';
import { matches, type Pattern } from '../events/pattern.ts';
import type { Outcome } from '../functions/pool.ts';
import type { Journal } from '../journal.ts';
import { reportedFailures, type SourceOptions } from './queueSource.ts';

export interface StreamSourceSettings {
  /** Names the place in the stream between starts. */
  readonly name: string;
  readonly table: string;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  /** A record is handed on when it matches any of them; all when there are none. */
  readonly filters: readonly Pattern[];
  readonly bisects: boolean;
  readonly retries: number;
  readonly reportsFailures: boolean;
  /** ARN of the queue that is told of batches that were given up. */
  readonly onFailure: string | undefined;
}

interface StreamRecord {
  readonly dynamodb: { readonly SequenceNumber: string } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

export interface StreamSourceParts extends SourceOptions {
  readonly dynamo: Dynamo;
  readonly journal: Journal;
  readonly send: (queueArn: string, body: string) => void;
}

const POLL_MS = 100;
const RETRY_PAUSE_MS = 50;

/** Lambda's event source mapping of a table's stream: in order, from where it stopped. */
export class StreamSource {
  readonly #settings: StreamSourceSettings;
  readonly #parts: StreamSourceParts;
  readonly #stream: string;
  #polling: Promise<boolean> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  private constructor(settings: StreamSourceSettings, parts: StreamSourceParts, stream: string) {
    this.#settings = settings;
    this.#parts = parts;
    this.#stream = stream;
  }

  static async open(settings: StreamSourceSettings, parts: StreamSourceParts): Promise<StreamSource> {
    return new StreamSource(settings, parts, await parts.dynamo.streamOf(settings.table));
  }

  start(): void {
    this.#timer = setTimeout(async () => {
      // An engine that is gone shows in whatever is asked of it next.
      await this.drain().catch(() => false);
      if (!this.#stopped) this.start();
    }, POLL_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  /** Works off what the stream holds; whether that was anything. */
  async drain(): Promise<boolean> {
    this.#polling ??= this.#poll().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  async #poll(): Promise<boolean> {
    let worked = false;
    for (;;) {
      const records = await this.#records();
      const last = records.at(-1);
      if (!last || this.#stopped) return worked;
      worked = true;
      const chosen = records.filter((record) => this.#chosen(record));
      for (let i = 0; i < chosen.length && !this.#stopped; i += this.#settings.batchSize) {
        await this.#deliver(chosen.slice(i, i + this.#settings.batchSize), 0);
      }
      if (this.#stopped) return worked;
      this.#parts.journal.set(this.#place, last.dynamodb.SequenceNumber);
    }
  }

  get #place(): string {
    return `stream ${this.#settings.name}`;
  }

  /** The records after the last one that was dealt with. */
  async #records(): Promise<readonly StreamRecord[]> {
    const described = await this.#call('DescribeStream', { StreamArn: this.#stream });
    const description = described['StreamDescription'] as { Shards: { ShardId: string }[] } | undefined;
    const shard = description?.Shards[0];
    if (!shard) return [];
    const after = this.#parts.journal.setting(this.#place);
    const iterator = await this.#call('GetShardIterator', {
      StreamArn: this.#stream,
      ShardId: shard.ShardId,
      ShardIteratorType: after === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
      ...(after !== undefined && { SequenceNumber: after }),
    });
    const page = await this.#call('GetRecords', { ShardIterator: iterator['ShardIterator'], Limit: 1000 });
    return (page['Records'] ?? []) as StreamRecord[];
  }

  async #call(action: string, input: object): Promise<Record<string, unknown>> {
    if (this.#stopped) return {};
    const answer = await this.#parts.dynamo.call('DynamoDBStreams', action, input);
    if ('error' in answer) throw new Error(`${action} of ${this.#settings.streamArn}: ${answer.message}`);
    return answer.body;
  }

  #chosen(record: StreamRecord): boolean {
    const { filters } = this.#settings;
    return filters.length === 0 || filters.some((filter) => matches(filter, record));
  }

  /** Delivers a batch; what fails is halved where the mapping says so, then retried, then given up. */
  async #deliver(records: readonly StreamRecord[], attempt: number): Promise<void> {
    const { functionArn, bisects, retries, reportsFailures } = this.#settings;
    const outcome = await this.#parts.invoke(functionArn, { Records: records.map((each) => this.#event(each)) });
    if (this.#stopped) return;
    const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    const reported = 'payload' in outcome && !reportsFailures ? [] : reportedFailures(outcome, numbers);
    if (reported?.length === 0) return;
    // With a report, what comes before the first failure is done.
    const from = reported ? Math.min(...reported.map((number) => numbers.indexOf(number))) : 0;
    const left = records.slice(from);
    if (bisects && !reported && left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      await this.#deliver(left.slice(0, middle), attempt);
      await this.#deliver(left.slice(middle), attempt);
    } else if (attempt < retries) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
      await this.#deliver(left, from > 0 ? 0 : attempt + 1);
    } else if (this.#settings.onFailure !== undefined) {
      this.#parts.send(this.#settings.onFailure, this.#failureRecord(left, attempt + 1, outcome));
    }
  }

  #event(record: StreamRecord): Record<string, unknown> {
    const createdAt = Math.floor((Date.now() + this.#parts.offset()) / 1000);
    return {
      ...record,
      awsRegion: this.#parts.region,
      dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: createdAt },
      eventSourceARN: this.#settings.streamArn,
    };
  }

  #failureRecord(records: readonly StreamRecord[], attempts: number, outcome: Outcome): string {
    const timestamp = new Date(Date.now() + this.#parts.offset()).toISOString();
    return JSON.stringify({
      requestContext: {
        functionArn: this.#settings.functionArn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: attempts,
      },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: 'error' in outcome ? 'Unhandled' : null,
      },
      version: '1.0',
      timestamp,
      DDBStreamBatchInfo: {
        shardId: 'shardId-local',
        startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
        endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: timestamp,
        approximateArrivalOfLastRecord: timestamp,
        batchSize: records.length,
        streamArn: this.#settings.streamArn,
      },
    });
  }
}
