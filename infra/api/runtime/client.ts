import { problemOf, WaymarkProblem } from './problem.ts';
import { checkedBaseUrl, type PreparedRequest, prepared, type RawInput } from './request.ts';
import type { Answer, Arguments, CallOptions, ItemOf, ListId, OperationEntry, Shapes } from './shapes.ts';

export interface ClientOptions {
  /** Where the API is: `https://….execute-api.us-east-1.amazonaws.com`. */
  readonly baseUrl: string;
  /** A bearer token, or what gets one; asked at every try, so that one which ran out is replaced. */
  readonly token?: string | (() => string | Promise<string>);
  /** How often a request is sent again after 429, 503 or a broken connection; 3 unless said. */
  readonly maxRetries?: number;
  /** A longer Retry-After is not waited for; 30 unless said. */
  readonly maxWaitSeconds?: number;
  /** Instead of the global one. */
  readonly fetch?: typeof fetch;
}

/** A method for each operation; it throws `WaymarkProblem`. */
export type Client<Operations extends Shapes<Operations>> = {
  readonly [Id in keyof Operations]: (...args: Arguments<Operations[Id]>) => Promise<Answer<Operations[Id]['answer']>>;
} & {
  /** Every item of a list, page by page as they are needed. */
  readonly all: {
    readonly [Id in ListId<Operations>]: (
      ...args: Arguments<Operations[Id]>
    ) => AsyncGenerator<ItemOf<Operations[Id]>, void, undefined>;
  };
};

export function createClient<Operations extends Shapes<Operations>>(
  table: Readonly<Record<string, OperationEntry>>,
  options: ClientOptions,
): Client<Operations> {
  const sender = new Sender(options);
  const operations = Object.entries(table).map(([id, entry]) => [
    id,
    (input: RawInput = {}, call: CallOptions = {}) => sender.send(id, entry, input, call),
  ]);
  const all = Object.entries(table)
    .filter(([, entry]) => entry.list)
    .map(([id, entry]) => [id, (input: RawInput = {}, call: CallOptions = {}) => sender.items(id, entry, input, call)]);
  return { ...Object.fromEntries(operations), all: Object.fromEntries(all) } as Client<Operations>;
}

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor?: string;
}

class Sender {
  readonly #baseUrl: string;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#baseUrl = checkedBaseUrl(options.baseUrl);
    this.#options = options;
  }

  async *items(id: string, entry: OperationEntry, input: RawInput, call: CallOptions): AsyncGenerator<unknown> {
    for (let cursor = input.query?.['cursor']; ; ) {
      const { body } = await this.send(id, entry, { ...input, query: { ...input.query, cursor } }, call);
      const page = body as Page;
      yield* page.items;
      cursor = page.nextCursor;
      if (cursor === undefined) return;
    }
  }

  async send(id: string, entry: OperationEntry, input: RawInput, { signal }: CallOptions): Promise<Answer<unknown>> {
    const request = prepared(this.#baseUrl, entry, input);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await this.#once(request, signal);
        if (response.ok) return await answerOf(response);
        throw await problemOf(id, response);
      } catch (error) {
        const wait = attempt < (this.#options.maxRetries ?? 3) ? this.#waitAfter(error, request, attempt) : undefined;
        if (wait === undefined || signal?.aborted) throw error;
        await pause(wait, signal);
      }
    }
  }

  async #once({ url, method, headers, body }: PreparedRequest, signal: AbortSignal | undefined): Promise<Response> {
    const { token, fetch: ask = fetch } = this.#options;
    const bearer = typeof token === 'function' ? await token() : token;
    return ask(url, {
      method,
      headers: { ...headers, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
      credentials: 'omit',
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
  }

  /** Seconds until it makes sense to ask again; undefined when it does not. */
  #waitAfter(error: unknown, request: PreparedRequest, attempt: number): number | undefined {
    // Spread, so that callers who were turned away together do not come back together.
    const unadvised = 2 ** attempt * (0.5 + Math.random() / 2);
    if (error instanceof WaymarkProblem) {
      if (error.status !== 429 && error.status !== 503) return undefined;
      const wait = error.retryAfterSeconds ?? unadvised;
      return wait <= (this.#options.maxWaitSeconds ?? 30) ? wait : undefined;
    }
    // The connection broke: it may have been done all the same, and is done again only where that changes nothing.
    const isRepeatable = request.method === 'GET' || 'idempotency-key' in request.headers;
    return error instanceof TypeError && isRepeatable ? unadvised : undefined;
  }
}

async function answerOf(response: Response): Promise<Answer<unknown>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const header = (name: string) => response.headers.get(name) ?? undefined;
  const [etag, location, requestId] = [header('etag'), header('location'), header('x-request-id')];
  return {
    body: isJson ? JSON.parse(text) : text === '' ? undefined : text,
    status: response.status,
    ...(etag !== undefined && { etag }),
    ...(location !== undefined && { location }),
    ...(requestId !== undefined && { requestId }),
  };
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
