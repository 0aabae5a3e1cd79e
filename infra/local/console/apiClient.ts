/** A caller of the REST API with one token, for the demo and the trial. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
}

/** Answers that are not 2xx are thrown with the problem's own words. A token is asked for at each call: clocks move. */
export function apiClient(baseUrl: string, token: () => Promise<string>): ApiClient {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { readonly title?: string; readonly detail?: string };
    if (response.ok) return answer;
    throw new Error(
      `${method} ${path} answered ${response.status}: ${answer.title ?? ''} ${answer.detail ?? ''}`.trim(),
    );
  };
  return { get: (path) => call('GET', path), post: (path, body) => call('POST', path, body) };
}
