import { gunzipSync } from 'node:zlib';
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { errorFields, logger, loggerContext } from '../../runtime/logger.ts';
import { count, flushMetrics } from '../../runtime/metrics.ts';
import { problemOf } from '../problemOf.ts';
import { Problem } from '../problems.ts';
import { type HttpEvent, headerOf, requestIdOf } from '../request.ts';
import { acceptsGzip, problemResponse } from '../response.ts';
import type { HttpHandler } from '../serve.ts';
import { PAGE, type PageFiles, pageFilesIn } from './pageFiles.ts';
import { PAGE_ROUTES } from './pageRoutes.ts';

/** Nothing but files of its own and the OpenAPI document; no inline script or style, no frame, no form. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'img-src', 'connect-src'].map((kind) => `${kind} 'self'`),
  ...['base-uri', 'form-action', 'frame-ancestors'].map((kind) => `${kind} 'none'`),
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  vary: 'accept-encoding',
  'x-content-type-options': 'nosniff',
} as const;

/** The Lambda handler of the page. What a browser has, it keeps; the page itself is asked about every time, with its tag. */
export function servePage(files?: PageFiles): HttpHandler {
  let loaded = files;
  const handler = middy<HttpEvent, APIGatewayProxyStructuredResultV2>({ timeoutEarlyInMillis: 0 })
    .use(loggerContext())
    .onError((request) => {
      const problem = problemOf(request.error);
      if (problem.code === 'internal.unexpected') logger.error('request.failed', errorFields(request.error));
      request.response = problemResponse(problem, {
        requestId: requestIdOf(request.event),
        acceptEncoding: headerOf(request.event, 'accept-encoding'),
      });
      finish(request.event, request.response);
    })
    .after((request) => finish(request.event, request.response))
    .handler(async (event: HttpEvent, _context: Context) => {
      loaded ??= pageFilesIn(process.env['LAMBDA_TASK_ROOT'] ?? '.');
      return answer(event, loaded);
    });
  return (event, context) => handler(event, context);
}

function answer(event: HttpEvent, files: PageFiles): APIGatewayProxyStructuredResultV2 {
  const isPage = event.routeKey === PAGE_ROUTES[0];
  const name = isPage ? PAGE : (event.pathParameters?.['asset'] ?? '');
  const file = Object.hasOwn(files.list, name) ? files.list[name] : undefined;
  if (!file) throw new Problem('route.not_found');
  const headers = {
    ...HEADERS,
    'cache-control': isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
    etag: file.etag,
    'x-request-id': requestIdOf(event),
  };
  if (isKnown(headerOf(event, 'if-none-match'), file.etag)) return { statusCode: 304, headers, body: '' };
  const gzipped = acceptsGzip(headerOf(event, 'accept-encoding'));
  const stored = files.read(name);
  return {
    statusCode: 200,
    headers: { ...headers, 'content-type': file.contentType, ...(gzipped && { 'content-encoding': 'gzip' }) },
    body: Buffer.from(gzipped ? stored : gunzipSync(stored)).toString('base64'),
    isBase64Encoded: true,
  };
}

/** RFC 9110 13.1.2: weak comparison with each tag of the list. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

function finish(event: HttpEvent, response: APIGatewayProxyStructuredResultV2 | null | undefined): void {
  const status = response?.statusCode ?? 500;
  logger.info('request', { operation: 'getDocs', status, requestId: requestIdOf(event) });
  count('ApiRequests', 1);
  count('ApiFailures', status >= 500 ? 1 : 0);
  flushMetrics();
}
