import { randomUUID } from 'node:crypto';
import type { FaultPlan } from '../faults.ts';
import type { Journal } from '../journal.ts';
import { type FunctionDefinition, type Outcome, Pool } from './pool.ts';

/** Lambda's limits, bytes. */
const SYNCHRONOUS_PAYLOAD = 6 * 1024 * 1024;
export const EVENT_PAYLOAD = 256 * 1024;
/** Retries of asynchronous events wait minutes in the cloud; here they follow at once. */
const RETRY_PAUSE_MS = 50;
const MAX_LOG_LINES = 5_000;

/** What becomes of asynchronous events that fail. */
export interface AsynchronousSettings {
  readonly retries: number;
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
  readonly failed: (functionName: string, errorType: string) => void;
}

/** Every function of the template. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #asynchronous = new Map<string, AsynchronousSettings>();
  readonly #logs: FunctionLog[] = [];
  #running = 0;
  #stopped = false;

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  define(definition: FunctionDefinition, settings: AsynchronousSettings): void {
    const log = (chunk: string) => this.#log(definition.name, chunk);
    this.#pools.set(definition.name, new Pool(definition, this.#options.clock, log));
    this.#asynchronous.set(definition.name, settings);
  }

  limitRetries(name: string, retries: number): void {
    this.#asynchronous.set(name, { ...this.#asynchronous.get(name), retries });
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
    if (this.#stopped) return failure('Runtime.ExitError', 'the cloud has stopped');
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
    this.#stopped = true;
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }

  async #process(id: string, name: string, payload: string): Promise<void> {
    this.#running += 1;
    try {
      const { retries, deadLetters } = this.#asynchronous.get(name) ?? { retries: 2 };
      let outcome: Outcome = failure('Unknown', '');
      for (let attempt = 0; attempt <= retries; attempt += 1) {
        if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
        outcome = await this.invoke(name, JSON.parse(payload));
        // The next start takes it up.
        if (this.#stopped) return;
        if ('payload' in outcome) break;
      }
      if ('error' in outcome && deadLetters) this.#options.send(deadLetters, payload);
      this.#options.journal.removeEvent(id);
    } finally {
      this.#running -= 1;
    }
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
