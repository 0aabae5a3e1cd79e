import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Authorized } from './authorizer.ts';
import type { RouteMatch } from './routes.ts';

/** Content the gateway hands on as text; all other bodies are base64. */
const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+json))/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

export interface ProxyRequest {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly match: RouteMatch;
  readonly authorized: Authorized | undefined;
  readonly accountId: string;
  readonly apiId: string;
  readonly now: Date;
}

/** The event of a request in payload format 2.0 of HTTP APIs. */
export function proxyEvent(input: ProxyRequest): Record<string, unknown> {
  const { request, url, body, match, authorized, accountId, apiId, now } = input;
  const { cookie, ...others } = request.headers;
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) query[name] = name in query ? `${query[name]},${value}` : value;
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId,
      apiId,
      ...(authorized && { authorizer: { jwt: authorized } }),
      domainName: url.hostname,
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** `12/Mar/2024:19:03:58 +0000`. */
function commonLogTime(instant: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${two(instant.getUTCDate())}/${MONTHS[instant.getUTCMonth()]}/${instant.getUTCFullYear()}`;
  const time = [instant.getUTCHours(), instant.getUTCMinutes(), instant.getUTCSeconds()].map(two).join(':');
  return `${day}:${time} +0000`;
}

/** What a function answers; anything that is not of this form becomes a 200 with the value as JSON, as in the cloud. */
export interface ProxyResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** Reads a function's answer; undefined when the gateway could not make anything of it. */
export function proxyResponse(payload: string): ProxyResponse | undefined {
  const value = JSON.parse(payload) as unknown;
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body: Buffer.from(body) };
  }
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded } = value as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(headers as Record<string, unknown>).map(([name, each]) => [name.toLowerCase(), String(each)]),
    ),
    cookies: cookies as string[],
    body: Buffer.from(String(body), isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}
