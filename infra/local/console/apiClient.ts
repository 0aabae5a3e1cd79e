import { randomUUID } from 'node:crypto';

/** A caller of the REST API with one token, for the demo and the trial. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  /** Each call is a thing of its own: it brings an Idempotency-Key that no other has. */
  post<T>(path: string, body: unknown): Promise<T>;
  /** The text of an answer that is no JSON. */
  download(path: string): Promise<string>;
}

/** Answers that are not 2xx are thrown with the problem's own words. A token is asked for at each call: clocks move. */
export function apiClient(baseUrl: string, token: () => Promise<string>): ApiClient {
  const call = async (method: string, path: string, body?: unknown): Promise<string> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return text;
    const { title = '', detail = '' } = JSON.parse(text) as { readonly title?: string; readonly detail?: string };
    throw new Error(`${method} ${path} answered ${response.status}: ${title} ${detail}`.trim());
  };
  return {
    get: async <T>(path: string) => JSON.parse(await call('GET', path)) as T,
    post: async <T>(path: string, body: unknown) => JSON.parse(await call('POST', path, body)) as T,
    download: (path) => call('GET', path),
  };
}
