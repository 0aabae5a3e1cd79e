import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { buildApp } from 'fauxqs';
// The stores are not exported by name; they are needed to listen on loopback alone and to see messages without polling.
import { PersistenceManager } from '../../../node_modules/fauxqs/dist/persistence.js';
import { SnsStore } from '../../../node_modules/fauxqs/dist/sns/snsStore.js';
import { type SqsQueue, SqsStore } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import { allowCrossOrigin, type CorsRule } from './crossOrigin.ts';
import { type CreatedObject, ObjectStore } from './objectStore.ts';
import { guardStorage } from './storageGuard.ts';

/** A message as a queue holds it. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
}

export interface StorageOptions {
  readonly region: string;
  readonly now: () => Date;
  readonly onObjectCreated: (object: CreatedObject) => void;
  /** Folder that keeps queues and objects; memory without it. */
  readonly directory?: string;
}

/** S3 and SQS, answered by fauxqs in this process on 127.0.0.1. */
export class Storage {
  readonly port: number;
  readonly #app: FastifyInstance;
  readonly #queues: SqsStore;
  readonly #objects: ObjectStore;
  readonly #region: string;
  readonly #corsRules: Map<string, readonly CorsRule[]>;

  private constructor(
    app: FastifyInstance,
    queues: SqsStore,
    objects: ObjectStore,
    region: string,
    corsRules: Map<string, readonly CorsRule[]>,
  ) {
    this.#corsRules = corsRules;
    this.#app = app;
    this.#queues = queues;
    this.#objects = objects;
    this.#region = region;
    this.port = (app.server.address() as AddressInfo).port;
  }

  static async start({ region, now, onObjectCreated, directory }: StorageOptions): Promise<Storage> {
    const sqsStore = new SqsStore();
    const persistence = directory === undefined ? undefined : new PersistenceManager(directory);
    const s3Store = new ObjectStore(now, onObjectCreated, directory && `${directory}/objects`);
    if (persistence) {
      persistence.loadSqsAndSns(sqsStore, new SnsStore());
      sqsStore.persistence = persistence;
      for (const queue of sqsStore.allQueues()) {
        queue.persistence = persistence;
        // Whoever had received these messages is gone.
        for (const receipt of queue.inflightMessages.keys()) release(queue, receipt);
      }
    }
    const stores = { sqsStore, snsStore: new SnsStore(), s3Store };
    const app = buildApp({ logger: false, defaultRegion: region, stores }) as unknown as FastifyInstance;
    const corsRules = new Map<string, readonly CorsRule[]>();
    allowCrossOrigin(app, (bucket) => corsRules.get(bucket) ?? []);
    guardStorage(app, s3Store, now);
    app.addHook('onClose', async () => persistence?.close());
    await app.listen({ port: 0, host: '127.0.0.1' });
    return new Storage(app, sqsStore, s3Store, region, corsRules);
  }

  createBucket(name: string, corsRules: readonly CorsRule[] = []): void {
    this.#objects.createBucket(name);
    this.#corsRules.set(name, corsRules);
  }

  createQueue(name: string, arn: string, attributes: Record<string, string>): void {
    const existing = this.#queues.getQueueByName(name);
    if (existing) existing.setAttributes(attributes);
    else this.#queues.createQueue(name, this.queueUrl(name), arn, attributes);
  }

  queueUrl(name: string): string {
    return this.#queues.buildQueueUrl(name, String(this.port), '', this.#region);
  }

  /** The queue of an ARN; throws when the template has none. */
  queue(arn: string): SqsQueue {
    const queue = this.#queues.getQueueByArn(arn);
    if (!queue) throw new Error(`there is no queue ${arn}`);
    return queue;
  }

  send(arn: string, body: string): void {
    this.queue(arn).enqueue(SqsStore.createMessage(body));
  }

  /** Up to `count` messages; those received too often go to the queue's dead-letter queue. */
  receive(queue: SqsQueue, count: number): ReturnType<SqsQueue['dequeue']> {
    return queue.dequeue(count, undefined, (arn) => this.#queues.getQueueByArn(arn));
  }

  /** Puts a received message back. */
  release(queue: SqsQueue, receipt: string): void {
    release(queue, receipt);
  }

  /** Messages that wait in a queue. */
  messages(arn: string): readonly QueuedMessage[] {
    return this.queue(arn).inspectMessages().ready;
  }

  async stop(): Promise<void> {
    await this.#app.close();
  }
}

/** Ends a message's invisibility; fauxqs's own way to do so fails on a queue that is kept on disk. */
function release(queue: SqsQueue, receipt: string): void {
  const entry = queue.inflightMessages.get(receipt);
  if (entry) entry.visibilityDeadline = 0;
  queue.processTimers();
}
