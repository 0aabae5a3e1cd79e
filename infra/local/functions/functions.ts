import { randomUUID } from 'node:crypto';
import type { FaultPlan } from '../faults.ts';
import type { Journal } from '../journal.ts';
import { type FunctionDefinition, type Outcome, Pool } from './pool.ts';
import type { FunctionError } from './protocol.ts';

/** Lambda's limits, bytes. */
const SYNCHRONOUS_PAYLOAD = 6 * 1024 * 1024;
export const EVENT_PAYLOAD = 256 * 1024;
/** Retries of asynchronous events wait minutes in the cloud; here they follow at once. */
const RETRY_PAUSE_MS = 50;
const MAX_LOG_LINES = 5_000;

/** What becomes of asynchronous events that fail. */
export interface AsynchronousSettings {
  readonly retries: number;
  /** ARN of the queue that is told of failures, with the event and the error. */
  readonly onFailure?: string;
  /** ARN of the queue that gets the event itself. */
  readonly deadLetters?: string;
}

export interface FunctionLog {
  readonly function: string;
  readonly line: string;
}

export interface FunctionsOptions {
  readonly clock: SharedArrayBuffer;
  readonly faults: FaultPlan;
  readonly journal: Journal;
  readonly send: (queueArn: string, body: string) => void;
  readonly now: () => Date;
  readonly failed: (functionName: string, errorType: string) => void;
}

/** Every function of the template. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #asynchronous = new Map<string, AsynchronousSettings>();
  readonly #logs: FunctionLog[] = [];
  #running = 0;

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  define(definition: FunctionDefinition, settings: AsynchronousSettings): void {
    const log = (chunk: string) => this.#log(definition.name, chunk);
    this.#pools.set(definition.name, new Pool(definition, this.#options.clock, log));
    this.#asynchronous.set(definition.name, settings);
  }

  configureAsynchronous(name: string, settings: Partial<AsynchronousSettings>): void {
    this.#asynchronous.set(name, { retries: 2, ...this.#asynchronous.get(name), ...settings });
  }

  /** Invocations under way, asynchronous ones with their retries. */
  get running(): number {
    return this.#running;
  }

  logs(): readonly FunctionLog[] {
    return this.#logs;
  }

  /** Invokes by name or ARN and waits; never rejects for what the function does. */
  async invoke(nameOrArn: string, payload: unknown): Promise<Outcome> {
    const name = nameOf(nameOrArn);
    const pool = this.#pools.get(name);
    if (!pool) throw new Error(`there is no function ${name}`);
    const text = JSON.stringify(payload ?? null);
    if (Buffer.byteLength(text) > SYNCHRONOUS_PAYLOAD) {
      return failure('RequestEntityTooLarge', 'the request payload is larger than 6 MB');
    }
    this.#running += 1;
    try {
      const outcome = await pool.run(text, this.#options.faults.next(name));
      if ('payload' in outcome && Buffer.byteLength(outcome.payload) > SYNCHRONOUS_PAYLOAD) {
        return failure('Function.ResponseSizeTooLarge', 'the response payload is larger than 6 MB');
      }
      if ('error' in outcome) this.#options.failed(name, outcome.error.errorType);
      return outcome;
    } finally {
      this.#running -= 1;
    }
  }

  /** Accepts an event and runs it later, with retries; it survives the end of this process. */
  send(nameOrArn: string, payload: unknown): void {
    const text = JSON.stringify(payload ?? null);
    if (Buffer.byteLength(text) > EVENT_PAYLOAD) throw new Error('an asynchronous event is larger than 256 KiB');
    const id = randomUUID();
    this.#options.journal.addEvent(id, nameOf(nameOrArn), text);
    void this.#process(id, nameOf(nameOrArn), text);
  }

  /** Takes up the events that were accepted before this process started. */
  resume(): void {
    for (const event of this.#options.journal.events()) void this.#process(event.id, event.function, event.payload);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }

  async #process(id: string, name: string, payload: string): Promise<void> {
    this.#running += 1;
    try {
      const { retries, onFailure, deadLetters } = this.#asynchronous.get(name) ?? { retries: 2 };
      let outcome: Outcome = failure('Unknown', '');
      for (let attempt = 0; attempt <= retries; attempt += 1) {
        if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
        outcome = await this.invoke(name, JSON.parse(payload));
        if (this.#options.journal.closed) return;
        if ('payload' in outcome) break;
      }
      if ('error' in outcome) {
        if (deadLetters) this.#options.send(deadLetters, payload);
        if (onFailure) this.#options.send(onFailure, this.#failureRecord(id, name, payload, outcome.error, retries));
      }
      this.#options.journal.removeEvent(id);
    } finally {
      this.#running -= 1;
    }
  }

  #failureRecord(id: string, name: string, payload: string, error: FunctionError, retries: number): string {
    return JSON.stringify({
      version: '1.0',
      timestamp: this.#options.now().toISOString(),
      requestContext: {
        requestId: id,
        functionArn: `${this.#pools.get(name)?.definition.arn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: retries + 1,
      },
      requestPayload: JSON.parse(payload),
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: error,
    });
  }

  #log(name: string, chunk: string): void {
    for (const line of chunk.split('\n')) if (line !== '') this.#logs.push({ function: name, line });
    if (this.#logs.length > MAX_LOG_LINES) this.#logs.splice(0, this.#logs.length - MAX_LOG_LINES);
  }
}

/** Function name of a name or an ARN. */
const nameOf = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? '') : nameOrArn;

const failure = (errorType: string, errorMessage: string): Outcome => ({ error: { errorType, errorMessage } });
