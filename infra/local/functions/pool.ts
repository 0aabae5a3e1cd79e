import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Fault } from '../faults.ts';
import type { FunctionError, InstanceData, InstanceMessage } from './protocol.ts';

export interface FunctionDefinition {
  readonly name: string;
  readonly arn: string;
  readonly taskRoot: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  /** Invocations at a time; more wait for an instance. */
  readonly concurrency: number;
}

/** What a function answered: its payload as JSON, or its error. */
export type Outcome = { readonly payload: string } | { readonly error: FunctionError };

interface Instance {
  readonly worker: Worker;
  /** Settles the running invocation; undefined while the instance is idle. */
  settle: ((outcome: Outcome) => void) | undefined;
  ready: Promise<void>;
}

/** The instances of one function: warm ones are used again, their number is bounded. */
export class Pool {
  readonly definition: FunctionDefinition;
  readonly #clock: SharedArrayBuffer;
  readonly #log: (line: string) => void;
  readonly #idle: Instance[] = [];
  readonly #all = new Set<Instance>();
  readonly #waiting: ((instance: Instance) => void)[] = [];

  constructor(definition: FunctionDefinition, clock: SharedArrayBuffer, log: (line: string) => void) {
    this.definition = definition;
    this.#clock = clock;
    this.#log = log;
  }

  /** Runs one event; never rejects. */
  async run(payload: string, fault: Fault | undefined): Promise<Outcome> {
    const instance = await this.#acquire();
    const requestId = randomUUID();
    const timeoutMs = this.definition.timeoutSeconds * 1000;
    await instance.ready;
    if (!this.#all.has(instance)) {
      this.#release(instance);
      return { error: exited(requestId) };
    }
    const outcome = await new Promise<Outcome>((resolve) => {
      const timer = setTimeout(
        () => {
          instance.settle = undefined;
          const after = this.definition.timeoutSeconds.toFixed(2);
          const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${after} seconds`;
          void this.#discard(instance).then(() => resolve({ error: { errorType: 'Sandbox.Timedout', errorMessage } }));
        },
        fault?.kind === 'timeOut' ? 1 : timeoutMs,
      );
      instance.settle = (settled) => {
        clearTimeout(timer);
        resolve(settled);
      };
      if (fault?.kind === 'kill' && fault.at === 'start') void instance.worker.terminate();
      else if (fault?.kind !== 'timeOut') {
        instance.worker.postMessage({ requestId, payload, timeoutMs, fault });
      }
    });
    instance.settle = undefined;
    const dies = fault?.kind === 'kill' && fault.at === 'end';
    if (dies) await this.#discard(instance);
    this.#release(instance);
    return dies ? { error: exited(requestId) } : outcome;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#all].map(({ worker }) => worker.terminate()));
  }

  #acquire(): Promise<Instance> {
    const idle = this.#idle.pop();
    if (idle) return Promise.resolve(idle);
    if (this.#all.size < this.definition.concurrency) return Promise.resolve(this.#start());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the instance, or a new one in place of a dead one, to whoever waits. */
  #release(instance: Instance): void {
    const alive = this.#all.has(instance);
    const next = this.#waiting.shift();
    if (next) next(alive ? instance : this.#start());
    else if (alive) this.#idle.push(instance);
  }

  async #discard(instance: Instance): Promise<void> {
    this.#all.delete(instance);
    await instance.worker.terminate();
  }

  #start(): Instance {
    const { name, arn, taskRoot, handler, environment, memorySize, logGroup } = this.definition;
    const data: InstanceData = {
      taskRoot,
      handler,
      clock: this.#clock,
      context: {
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memorySize),
        logGroupName: logGroup,
        logStreamName: `local/${randomUUID()}`,
      },
    };
    const worker = new Worker(new URL('instance.ts', import.meta.url), {
      workerData: data,
      env: { ...environment },
      execArgv: [],
    });
    const ready = Promise.withResolvers<void>();
    const instance: Instance = { worker, settle: undefined, ready: ready.promise };
    this.#all.add(instance);
    worker.on('message', (message: InstanceMessage) => {
      if (message.kind === 'ready') ready.resolve();
      else if (message.kind === 'log') this.#log(message.text);
      else instance.settle?.(message.kind === 'result' ? { payload: message.payload } : { error: message.error });
    });
    worker.on('error', (error) => this.#log(`${error.stack ?? String(error)}\n`));
    worker.on('exit', () => {
      ready.resolve();
      this.#all.delete(instance);
      const index = this.#idle.indexOf(instance);
      if (index !== -1) this.#idle.splice(index, 1);
      instance.settle?.({ error: exited('-') });
    });
    return instance;
  }
}

const exited = (requestId: string): FunctionError => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
});
