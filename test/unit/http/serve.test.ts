import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { limit, sourcedId } from '../../../shared/http/parameters.ts';
import { PROBLEMS, Problem, type ProblemCode } from '../../../shared/http/problems.ts';
import { type Contract, defineRoute, type RequestContext } from '../../../shared/http/route.ts';
import { serve } from '../../../shared/http/serve.ts';
import { memoryRecorder } from './memoryRecorder.ts';
import { call } from './request.ts';
import { sampleTenant } from './tenant.ts';

const surroundings = {
  tenant: sampleTenant,
  clock: () => new Date('2026-10-05T12:00:00Z'),
  recorder: memoryRecorder(),
};
const base = { tag: 'things', summary: 'A thing', roles: ['districtAdmin', 'counselor'] } as const;

const readThing = defineRoute({
  ...base,
  method: 'GET',
  path: '/v1/things/{id}',
  operationId: 'readThing',
  params: z.strictObject({ id: sourcedId }),
  query: z.strictObject({ limit: limit(20), grade: z.string().optional() }),
  response: z.strictObject({ id: z.string(), limit: z.int(), text: z.string() }),
  handle: async (_context, { params, query }) => ({
    body: { id: params.id, limit: query.limit, text: 'x'.repeat(query.limit) },
    etag: '"3"',
  }),
});

const makeThing = defineRoute({
  ...base,
  method: 'POST',
  path: '/v1/things',
  operationId: 'makeThing',
  status: 201,
  idempotencyKey: 'required',
  body: z.strictObject({ goal: z.strictObject({ measure: z.string().min(3) }), steps: z.array(z.int()) }),
  response: z.strictObject({ measure: z.string(), key: z.string().optional() }),
  handle: async (context, { body }) => ({
    body: { measure: body.goal.measure, key: context.idempotencyKey },
    location: '/v1/things/1',
  }),
});

function failing(answer: (context: RequestContext) => Promise<unknown>, contract: Partial<Contract> = {}) {
  const route = defineRoute({
    ...base,
    ...(contract as object),
    method: 'GET',
    path: '/v1/failing',
    operationId: 'failing',
    response: z.strictObject({ count: z.int() }),
    handle: async (context) => ({ body: (await answer(context)) as { count: number } }),
  });
  return serve([route], surroundings);
}

const things = serve([readThing, makeThing], surroundings);
const read = { route: 'GET /v1/things/{id}', params: { id: 's-1' } };
const make = {
  route: 'POST /v1/things',
  headers: { 'idempotency-key': 'k-1' },
  body: { goal: { measure: 'days missed' }, steps: [1] },
};

describe('an answered request', () => {
  test('carries the body, its entity tag, the request id and headers that forbid keeping it', async () => {
    const answer = await call(things, read);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ id: 's-1', limit: 20, text: 'x'.repeat(20) });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      etag: '"3"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'request-1',
    });
  });

  test('of a creation says where the created thing is', async () => {
    const answer = await call(things, make);
    expect(answer.status).toBe(201);
    expect(answer.headers['location']).toBe('/v1/things/1');
    expect(answer.json).toEqual({ measure: 'days missed', key: 'k-1' });
  });

  test('is compressed when it is large and the caller takes gzip', async () => {
    const large = serve(
      [
        defineRoute({
          ...base,
          method: 'GET',
          path: '/v1/large',
          operationId: 'large',
          response: z.string(),
          handle: async () => ({ body: 'x'.repeat(5_000) }),
        }),
      ],
      surroundings,
    );
    const plain = await call(large, { route: 'GET /v1/large', headers: { 'accept-encoding': 'gzip;q=0, br' } });
    const packed = await call(large, { route: 'GET /v1/large', headers: { 'accept-encoding': 'br, gzip' } });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(Buffer.from(packed.text, 'base64')).toString()).toBe(plain.text);
  });
});

describe('a refused request', () => {
  const refusals: readonly [string, Parameters<typeof call>[1], ProblemCode, object?][] = [
    ['an unknown address', { route: '$default' }, 'route.not_found'],
    ['no token', { ...read, claims: null }, 'auth.missing'],
    ['a token without subject', { ...read, claims: { roles: '[districtAdmin]' } }, 'auth.missing'],
    ['a role that may not', { ...read, claims: { sub: 'x', roles: '[family]' } }, 'access.role'],
    ['a role nobody knows', { ...read, claims: { sub: 'x', roles: '[superuser]' } }, 'access.role'],
    [
      'an unknown parameter',
      { ...read, query: 'colour=red' },
      'request.invalid',
      { parameter: 'colour', code: 'unknown' },
    ],
    [
      'a parameter given twice',
      { ...read, query: 'limit=1&limit=2' },
      'request.invalid',
      { parameter: 'limit', code: 'repeated' },
    ],
    ['a limit past the bound', { ...read, query: 'limit=101' }, 'request.invalid', { parameter: 'limit' }],
    ['a limit that is no number', { ...read, query: 'limit=0x10' }, 'request.invalid', { parameter: 'limit' }],
    ['an id with control characters', { ...read, params: { id: 'a\u0000b' } }, 'request.invalid', { parameter: 'id' }],
    [
      'an unknown field',
      { ...make, body: { ...make.body, extra: 1 } },
      'request.invalid',
      { pointer: '/extra', code: 'unknown' },
    ],
    [
      'a field that does not fit',
      { ...make, body: { goal: { measure: 'x' }, steps: [1] } },
      'request.invalid',
      { pointer: '/goal/measure' },
    ],
    [
      'an element that does not fit',
      { ...make, body: { ...make.body, steps: [1, 'x'] } },
      'request.invalid',
      { pointer: '/steps/1' },
    ],
    ['a body that is no JSON', { ...make, body: '{' }, 'request.not_json'],
    ['no body', { route: make.route, headers: make.headers }, 'request.not_json'],
    [
      'a body of another type',
      { ...make, headers: { ...make.headers, 'content-type': 'text/plain' } },
      'request.media_type',
    ],
    ['a body past the bound', { ...make, body: JSON.stringify('x'.repeat(300_000)) }, 'request.too_large'],
    [
      'a body nested deeper than any contract',
      { ...make, body: `${'['.repeat(33)}${']'.repeat(33)}` },
      'request.invalid',
      { pointer: '', code: 'too_deep' },
    ],
    ['no idempotency key', { ...make, headers: { 'idempotency-key': undefined } }, 'idempotency.key'],
    ['an idempotency key with a space', { ...make, headers: { 'idempotency-key': 'a b' } }, 'idempotency.key'],
  ];

  test.each(refusals)('with %s is answered by its problem', async (_what, request, code, error) => {
    const answer = await call(things, request);
    expect(answer.json).toMatchObject({ code, type: `urn:waymark:problem:${code}`, requestId: 'request-1' });
    expect(answer.status).toBe(PROBLEMS[code].status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    if (error) expect(answer.json.errors).toContainEqual(expect.objectContaining(error));
    else expect(answer.json.errors).toBeUndefined();
  });

  test('names every field at once', async () => {
    const answer = await call(things, { ...make, body: { goal: {}, steps: 'none', more: 1 } });
    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/goal/measure',
      '/more',
      '/steps',
    ]);
  });
});

describe('a request that fails here', () => {
  const named = (name: string) => Object.assign(new Error('seeded secret'), { name });

  test('answers 500 without saying what failed', async () => {
    const answer = await call(
      failing(() => Promise.reject(named('TypeError'))),
      { route: 'GET /v1/failing' },
    );
    expect(answer.status).toBe(500);
    expect(answer.json.code).toBe('internal.unexpected');
    expect(answer.text).not.toContain('secret');
  });

  test('answers 500 when the answer does not fit its contract, and does not send it', async () => {
    const answer = await call(
      failing(async () => ({ count: 1, familyName: 'secret' })),
      { route: 'GET /v1/failing' },
    );
    expect(answer.json.code).toBe('internal.contract');
    expect(answer.text).not.toContain('secret');
  });

  test.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
    'answers 503 with Retry-After when the store throttles (%s)',
    async (name) => {
      const answer = await call(
        failing(() => Promise.reject(named(name))),
        { route: 'GET /v1/failing' },
      );
      expect(answer.status).toBe(503);
      expect(answer.json.code).toBe('service.busy');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    },
  );

  test.each([
    ['met another one', ['None', 'TransactionConflict'], 503],
    ['met a limit', ['ThrottlingError', 'None'], 503],
    ['met a condition that nobody expected', ['TransactionConflict', 'ConditionalCheckFailed'], 500],
    ['gave no reason', [], 500],
  ])('answers a transaction that %s by what can be done about it', async (_what, codes, status) => {
    const CancellationReasons = codes.map((Code) => ({ Code }));
    const cancelled = Object.assign(named('TransactionCanceledException'), { CancellationReasons });
    const answer = await call(
      failing(() => Promise.reject(cancelled)),
      { route: 'GET /v1/failing' },
    );
    expect(answer.status).toBe(status);
  });

  test('answers 503 and aborts its work before the function is stopped', async () => {
    let aborted = false;
    const never = failing(
      (context) =>
        new Promise(() => {
          context.signal.addEventListener('abort', () => {
            aborted = true;
          });
        }),
    );
    const answer = await call(never, { route: 'GET /v1/failing', remainingMs: 510 });
    expect(answer.status).toBe(503);
    expect(answer.json.code).toBe('service.timeout');
    expect(answer.headers['retry-after']).toBe('5');
    expect(aborted).toBe(true);
  });

  test('answers the problem a handler throws', async () => {
    const handler = failing(() => Promise.reject(new Problem('student.not_found')));
    expect((await call(handler, { route: 'GET /v1/failing' })).status).toBe(404);
  });
});
