import { availableParallelism } from 'node:os';
import { parentPort, type Transferable, Worker } from 'node:worker_threads';

/**
 * The code of a thread: the module itself where sources are run, a file of its own beside the function's code where they
 * are bundled (`THREADS` in infra/build.ts).
 * @param from `import.meta.url` of a module beside it
 */
export const threadEntry = (from: string, name: string): URL =>
  new URL(`./${name}${from.endsWith('.ts') ? '.ts' : '.mjs'}`, from);

/** How many threads can work at once on this machine. */
export const coreCount = (): number => availableParallelism();

/** What a thread answers, and the buffers that go with it instead of being copied. */
export interface ThreadAnswer<Answer> {
  readonly answer: Answer;
  readonly transfer: readonly Transferable[];
}

type Reply<Answer> = { readonly answer: Answer } | { readonly error: unknown };

/** In a thread: answers each order that comes, one after the other. */
export function answerOrders<Order, Answer>(work: (order: Order) => ThreadAnswer<Answer>): void {
  parentPort?.on('message', (order: Order) => {
    try {
      const { answer, transfer } = work(order);
      parentPort?.postMessage({ answer } satisfies Reply<Answer>, transfer);
    } catch (error) {
      parentPort?.postMessage({ error } satisfies Reply<Answer>);
    }
  });
}

/** What a thread makes and drops between two collections: with Node's 16 MiB much of a part would outlive its use. */
const YOUNG_MIB = 64;

/** One thread that takes one order at a time. */
export class Thread<Order, Answer> {
  readonly #worker: Worker;
  #settle: { resolve(answer: Answer): void; reject(error: unknown): void } | undefined;
  #failure: unknown;

  /** @param data what the thread finds in `workerData` */
  constructor(entry: URL, data: unknown) {
    this.#worker = new Worker(entry, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
    this.#worker.on('message', (reply: Reply<Answer>) => {
      const settle = this.#settle;
      this.#settle = undefined;
      if ('error' in reply) settle?.reject(reply.error);
      else settle?.resolve(reply.answer);
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a thread ended with ${code}`)));
  }

  /** Rejects with what the thread threw, or with why it is gone. */
  ask(order: Order): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#worker.postMessage(order);
    });
  }

  async close(): Promise<void> {
    this.#failure ??= new Error('the thread was closed');
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}
