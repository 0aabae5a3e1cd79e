import type { OperationEntry } from './shapes.ts';

/** The parts of an input, whatever the operation. */
export interface RawInput {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A request but for its token, the same at every try. */
export interface PreparedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Throws a `TypeError` for a path parameter that cannot be part of an address. */
export function prepared(baseUrl: string, entry: OperationEntry, input: RawInput): PreparedRequest {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) query.set(name, String(value));
  const path = entry.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, input.path?.[name]));
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(input.headers ?? {}))
    if (value !== undefined) headers[name.toLowerCase()] = String(value);
  if (entry.idempotent) headers['idempotency-key'] ??= crypto.randomUUID();
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  return {
    url: `${baseUrl}${path}${query.size > 0 ? `?${query}` : ''}`,
    method: entry.method,
    headers,
    body: input.body === undefined ? undefined : JSON.stringify(input.body),
  };
}

function segment(name: string, value: unknown): string {
  const text = String(value ?? '');
  // An address never holds these: it would become another one.
  if (['', '.', '..'].includes(text)) throw new TypeError(`${name} is no part of an address: "${text}"`);
  return encodeURIComponent(text);
}

/** Without a slash at its end; throws a `TypeError` for one that would send tokens in clear text to another machine. */
export function checkedBaseUrl(baseUrl: string): string {
  const { protocol, hostname, search, hash } = new URL(baseUrl);
  const isHere =
    hostname === 'localhost' || hostname.endsWith('.localhost') || ['127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere))
    throw new TypeError(`baseUrl has to be https (http on this machine only): ${baseUrl}`);
  if (search !== '' || hash !== '') throw new TypeError(`baseUrl has neither a query nor a fragment: ${baseUrl}`);
  return baseUrl.replace(/\/+$/, '');
}
