import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { HttpEvent } from '../../../shared/http/request.ts';
import type { HttpHandler } from '../../../shared/http/serve.ts';

export interface Call {
  readonly route: string;
  readonly params?: Record<string, string>;
  /** As it stands in the address, without `?`. */
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string | undefined>;
  readonly claims?: Record<string, unknown> | null;
  readonly remainingMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes.
  readonly json: any;
}

/** An HTTP API event (payload 2.0) as the gateway sends it. */
export function eventOf(call: Call): HttpEvent {
  const claims = call.claims === undefined ? { sub: 'someone', roles: '[districtAdmin]' } : call.claims;
  const body = call.body === undefined || typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  return {
    version: '2.0',
    routeKey: call.route,
    rawQueryString: call.query ?? '',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(call.route.startsWith('POST ') && { 'idempotency-key': randomUUID() }),
      ...call.headers,
    },
    ...(call.params && { pathParameters: call.params }),
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', ...(claims && { authorizer: { jwt: { claims } } }) },
  } as unknown as HttpEvent;
}

/** Calls a handler as the gateway does. */
export async function call(handler: HttpHandler, request: Call): Promise<Answer> {
  const remaining = request.remainingMs ?? 29_000;
  const result = await handler(eventOf(request), { getRemainingTimeInMillis: () => remaining } as Context);
  const text = result.isBase64Encoded ? '' : (result.body ?? '');
  return {
    status: result.statusCode ?? 0,
    headers: result.headers ?? {},
    text: result.body ?? '',
    json: text === '' ? undefined : JSON.parse(text),
  };
}
