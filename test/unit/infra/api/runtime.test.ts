import { describe, expect, test } from 'vitest';
import { type ClientOptions, createClient } from '../../../../infra/api/runtime/client.ts';
import { WaymarkProblem } from '../../../../infra/api/runtime/problem.ts';

interface Shape<Path, Query, Headers, Body, Result> {
  path: Path;
  query: Query;
  headers: Headers;
  body: Body;
  answer: Result;
  problems: 'thing.not_found';
}

interface Operations {
  getThing: Shape<{ id: string }, never, never, never, { name: string }>;
  listThings: Shape<
    never,
    { q?: string; cursor?: string | undefined },
    never,
    never,
    { items: readonly number[]; nextCursor?: string }
  >;
  createThing: Shape<never, never, { 'Idempotency-Key'?: string }, { name: string }, { id: string }>;
  putThing: Shape<{ id: string }, never, { 'If-Match': string }, { name: string }, string>;
}

const TABLE = {
  getThing: { method: 'GET', path: '/v1/things/{id}' },
  listThings: { method: 'GET', path: '/v1/things', list: true },
  createThing: { method: 'POST', path: '/v1/things', idempotent: true },
  putThing: { method: 'PUT', path: '/v1/things/{id}' },
} as const;

type Script = (() => Response | Promise<Response>)[];
const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  json({ code, status, title: 'T', detail: 'D', type: 'urn', requestId: 'r' }, status, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...headers,
  });
const broken = () => Promise.reject(new TypeError('fetch failed'));

/** A client whose answers are written down, and what it asked for. */
function clientOf(script: Script, options: Partial<ClientOptions> = {}) {
  const asked: { url: string; init: RequestInit; headers: Record<string, string> }[] = [];
  const client = createClient<Operations>(TABLE, {
    baseUrl: 'https://api.example/',
    fetch: async (url, init = {}) => {
      asked.push({ url: String(url), init, headers: init.headers as Record<string, string> });
      const next = script.shift();
      if (!next) throw new Error('asked once too often');
      return next();
    },
    ...options,
  });
  return { client, asked };
}

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

describe('a client', () => {
  test('answers body, status, entity tag, place and request id', async () => {
    const { client } = clientOf([
      json({ id: '1' }, 201, { etag: '"1"', location: '/v1/things/1', 'x-request-id': 'r' }),
    ]);
    expect(await client.createThing({ body: { name: 'a' } })).toEqual({
      body: { id: '1' },
      ...{ status: 201, etag: '"1"', location: '/v1/things/1', requestId: 'r' },
    });
  });

  test('puts parameters into the address so that they stay what they are', async () => {
    const { client, asked } = clientOf([json({}), json({ items: [] })]);
    await client.getThing({ path: { id: 'a/b?c#d é' } });
    await client.listThings({ query: { q: 'a&b', cursor: undefined } });
    expect(asked.map(({ url }) => url)).toEqual([
      'https://api.example/v1/things/a%2Fb%3Fc%23d%20%C3%A9',
      'https://api.example/v1/things?q=a%26b',
    ]);
  });

  test.each(['', '.', '..'])('asks for no address that would become another one: %j', async (id) => {
    const { client, asked } = clientOf([]);
    expect([await failure(client.getThing({ path: { id } })), asked]).toEqual([expect.any(TypeError), []]);
  });

  test('gets its token anew for every try', async () => {
    let tokens = 0;
    const script = [problem(503, 'service.busy', { 'retry-after': '0' }), json({})];
    const { client, asked } = clientOf(script, { token: async () => `token-${++tokens}` });
    await client.getThing({ path: { id: '1' } });
    expect(asked.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('sends no token without one', async () => {
    const { client, asked } = clientOf([json({})]);
    await client.getThing({ path: { id: '1' } });
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
  });

  test('makes one Idempotency-Key for all tries of a write, and another for the next', async () => {
    const { client, asked } = clientOf([broken, problem(429, 'gateway', { 'retry-after': '0' }), json({}), json({})]);
    await client.createThing({ body: { name: 'a' } });
    await client.createThing({ body: { name: 'a' } });
    const keys = asked.map(({ headers }) => headers['idempotency-key']);
    expect(keys[0]).toMatch(/^[\x21-\x7e]{16,255}$/);
    expect([keys[1], keys[2]]).toEqual([keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  test('keeps a key that it is given', async () => {
    const { client, asked } = clientOf([json({})]);
    await client.createThing({ body: { name: 'a' }, headers: { 'Idempotency-Key': 'mine' } });
    expect(asked[0]?.headers['idempotency-key']).toBe('mine');
  });

  test('does not send a write again that may have been done, when nothing would keep it from being done twice', async () => {
    const { client, asked } = clientOf([broken]);
    const error = await failure(
      client.putThing({ path: { id: '1' }, headers: { 'If-Match': '"1"' }, body: { name: 'a' } }),
    );
    expect([error, asked.length]).toEqual([expect.any(TypeError), 1]);
  });

  test.each([
    ['as often as it is told', { maxRetries: 2 }, '0', 3],
    ['never when told so', { maxRetries: 0 }, '0', 1],
    ['not when it would have to wait too long', { maxWaitSeconds: 5 }, '6', 1],
    ['not when the day to come back is far', {}, 'Fri, 31 Dec 9999 23:59:59 GMT', 1],
  ])('asks again %s', async (_, options, retryAfter, times) => {
    const busy = problem(503, 'service.busy', { 'retry-after': retryAfter });
    const { client, asked } = clientOf([busy, busy, busy, busy, busy], options);
    expect(await failure(client.getThing({ path: { id: '1' } }))).toMatchObject({ code: 'service.busy' });
    expect(asked.length).toBe(times);
  });

  test.each([400, 401, 403, 404, 409, 412, 500])('does not ask again after %i', async (status) => {
    const { client, asked } = clientOf([problem(status, 'some.code')]);
    expect(await failure(client.getThing({ path: { id: '1' } }))).toMatchObject({ status, code: 'some.code' });
    expect(asked.length).toBe(1);
  });

  test('throws what the service said', async () => {
    const { client } = clientOf([problem(404, 'thing.not_found', { 'x-request-id': 'r-1' })]);
    const error = await failure(client.getThing({ path: { id: '1' } }));
    expect(error).toBeInstanceOf(WaymarkProblem);
    expect(error).toMatchObject({
      ...{ operationId: 'getThing', code: 'thing.not_found', status: 404, title: 'T', detail: 'D', requestId: 'r-1' },
      ...{ errors: [], message: 'getThing: thing.not_found (404): T' },
    });
  });

  test.each([
    [401, 'gateway.unauthorized'],
    [429, 'gateway.too_many_requests'],
    [503, 'gateway.unavailable'],
    [500, 'gateway.unknown'],
  ])('has a code of its own for the gateway’s %i', async (status, code) => {
    const { client } = clientOf([json({ message: 'No' }, status)], { maxRetries: 0 });
    expect(await failure(client.getThing({ path: { id: '1' } }))).toMatchObject({ status, code });
  });

  test('goes through a list page by page, and only as far as it is read', async () => {
    const { client, asked } = clientOf([json({ items: [1, 2], nextCursor: 'c d' }), json({ items: [3] })]);
    const items: number[] = [];
    for await (const item of client.all.listThings({ query: { q: 'x' } })) items.push(item);
    expect([items, asked.map(({ url }) => new URL(url).search)]).toEqual([
      [1, 2, 3],
      ['?q=x', '?q=x&cursor=c+d'],
    ]);
    const half = clientOf([json({ items: [1, 2], nextCursor: 'c' })]);
    for await (const item of half.client.all.listThings()) if (item === 2) break;
    expect(half.asked.length).toBe(1);
  });

  test('stops waiting when it is told to', async () => {
    const stop = new AbortController();
    const { client } = clientOf([problem(503, 'service.busy', { 'retry-after': '20' })]);
    const waiting = failure(client.getThing({ path: { id: '1' } }, { signal: stop.signal }));
    setTimeout(() => stop.abort(new Error('enough')), 5);
    expect(await waiting).toMatchObject({ message: 'enough' });
  });

  test.each(['http://api.example', 'ftp://api.example', 'nowhere', 'https://api.example?x=1'])(
    'sends no token to %s',
    (baseUrl) => expect(() => createClient<Operations>(TABLE, { baseUrl })).toThrow(TypeError),
  );

  test.each(['http://localhost:4700', 'http://127.0.0.1:4700', 'http://[::1]:4700'])(
    'takes clear text on this machine: %s',
    (baseUrl) => expect(() => createClient<Operations>(TABLE, { baseUrl })).not.toThrow(),
  );
});
