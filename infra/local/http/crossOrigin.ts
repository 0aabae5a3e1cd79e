import type { IncomingHttpHeaders } from 'node:http';

/** The CORS configuration of an HTTP API; lists are in the template's order and letters. */
export interface CrossOrigin {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAge: number | undefined;
}

/** Whether a browser asks beforehand what a page may do. */
export function isPreflight(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/**
 * What the gateway adds to any answer, its own refusals too, for pages of the configuration's origins; nothing for others. The
 * lists are told as they are configured: the browser holds the page to them.
 */
export function crossOriginHeaders(
  cors: CrossOrigin | undefined,
  method: string | undefined,
  headers: IncomingHttpHeaders,
): Readonly<Record<string, string>> {
  const { origin } = headers;
  if (cors === undefined || origin === undefined || !cors.origins.includes(origin)) return {};
  const allowed = { 'access-control-allow-origin': origin };
  if (!isPreflight(method, headers)) return { ...allowed, ...listed('access-control-expose-headers', cors.exposed) };
  return {
    ...allowed,
    ...listed('access-control-allow-methods', cors.methods),
    ...listed('access-control-allow-headers', cors.headers),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  };
}

const listed = (name: string, values: readonly string[]) => (values.length > 0 ? { [name]: values.join(',') } : {});
