import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { PROBLEMS, type Problem, problemBody } from './problems.ts';
import type { Contract, Reply } from './route.ts';

/** Below this size compression costs more than it saves. */
const COMPRESS_FROM_BYTES = 1_400;

/** An API of student records: nothing is cached, framed, sniffed or sent on as a referrer. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

export interface Transport {
  readonly requestId: string;
  readonly acceptEncoding: string | undefined;
}

/** A route's reply as the gateway takes it. */
export function replyResponse(
  { status = 200, contentType }: Pick<Contract, 'status' | 'contentType'>,
  reply: Reply<unknown>,
  transport: Transport,
) {
  const text = contentType ? String(reply.body) : JSON.stringify(reply.body);
  const type = contentType ? (`${contentType}; charset=utf-8` as const) : 'application/json';
  if (reply.redirectTo !== undefined) return textResponse(307, type, '', transport, { location: reply.redirectTo });
  return textResponse(status, type, text, transport, {
    ...(reply.fileName !== undefined && { 'content-disposition': `attachment; filename="${reply.fileName}"` }),
    ...(reply.contentSecurityPolicy !== undefined && { 'content-security-policy': reply.contentSecurityPolicy }),
    ...(reply.etag !== undefined && { etag: reply.etag }),
    ...(reply.location !== undefined && { location: reply.location }),
  });
}

/** A problem as the gateway takes it (RFC 9457). */
export function problemResponse(problem: Problem, transport: Transport) {
  const { status } = PROBLEMS[problem.code];
  const { retryAfterSeconds } = problem.extras;
  const text = JSON.stringify(problemBody(problem, transport.requestId));
  return textResponse(status, 'application/problem+json', text, transport, {
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  });
}

function textResponse(
  statusCode: number,
  contentType: string,
  text: string,
  transport: Transport,
  extra: Readonly<Record<string, string>>,
): APIGatewayProxyStructuredResultV2 {
  const headers: Record<string, string> = {
    ...HEADERS,
    ...extra,
    'content-type': contentType,
    'x-request-id': transport.requestId,
    vary: 'accept-encoding',
  };
  if (Buffer.byteLength(text) < COMPRESS_FROM_BYTES || !acceptsGzip(transport.acceptEncoding)) {
    // Text that is not JSON could double in size where it is escaped; base64 always adds a third.
    if (contentType.startsWith('text/')) {
      return { statusCode, headers, body: Buffer.from(text).toString('base64'), isBase64Encoded: true };
    }
    return { statusCode, headers, body: text, isBase64Encoded: false };
  }
  headers['content-encoding'] = 'gzip';
  return { statusCode, headers, body: gzipSync(text).toString('base64'), isBase64Encoded: true };
}

/** RFC 9110 12.5.3: `gzip` or `*`, unless its weight is 0. */
export function acceptsGzip(acceptEncoding = ''): boolean {
  const weights = new Map(
    acceptEncoding.split(',').map((coding) => {
      const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0;
}
