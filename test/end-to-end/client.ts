import { randomUUID } from 'node:crypto';
import type { EmbeddedCloud } from '../../infra/local/cloud.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: T;
}

/** The clock may jump while a request is on its way. */
const LONG_SECONDS = 100 * 86_400;

/** A caller of the REST API who is signed in anew for each request: the clock of these tests outruns every token. */
export interface Client {
  get<T>(path: string): Promise<Answer<T>>;
  post<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer<T>>;
  /** The body of an answer that has to be 200. */
  read<T>(path: string): Promise<T>;
  /** Every item of a list, page by page. */
  all<T>(path: string): Promise<readonly T[]>;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

export function clientOf(cloud: EmbeddedCloud, sub: string, ...roles: string[]): Client {
  const call = async <T>(path: string, init: RequestInit = {}): Promise<Answer<T>> =>
    send(cloud, path, { authorization: `Bearer ${await cloud.token({ sub, roles, expiresIn: LONG_SECONDS })}` }, init);
  const get = <T>(path: string) => call<T>(path);
  const read = async <T>(path: string): Promise<T> => {
    const { status, body } = await get<T>(path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    get,
    read,
    post: (path, body, headers = {}) =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
        body: JSON.stringify(body),
      }),
    all: async <T>(path: string) => {
      const items: T[] = [];
      const separator = path.includes('?') ? '&' : '?';
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const page: Page<T> = await read<Page<T>>(`${path}${separator}limit=100${more}`);
        items.push(...page.items);
        cursor = page.nextCursor;
      }
      return items;
    },
  };
}

/** One request with these headers and no others. */
export async function send<T>(
  { baseUrl }: EmbeddedCloud,
  path: string,
  headers: Readonly<Record<string, string>>,
  init: RequestInit = {},
): Promise<Answer<T>> {
  const response = await fetch(`${baseUrl}${path}`, {
    ...init,
    headers: { ...(init.headers as Record<string, string> | undefined), ...headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    body: (text === '' ? undefined : JSON.parse(text)) as T,
  };
}
