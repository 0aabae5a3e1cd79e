import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import type { Route } from '../../../shared/http/route.ts';
import { serve } from '../../../shared/http/serve.ts';
import { type Answer, type Call, call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ALL_ROUTES, parametersOf } from './allRoutes.ts';
import { ADA, BEN, CLAIMS, STUDENTS, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

const clock = () => new Date('2026-10-08T23:00:00Z');
/** More requests in one minute of the clock than anybody may make. */
const limits = async () => {};
const handler = serve(ALL_ROUTES, { tenant: tenantWithStaffClaim, clock, limits });

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  await Promise.all([seedDistrict(), seedResults()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

/** What breaks out of keys, paths, queries and texts where somebody has forgotten to hold it in. */
const ODD = [
  '#',
  '/',
  '..',
  '../stu-ada',
  'stu-ada/../stu-ben',
  'stu-ada#',
  '#stu-ada',
  'STUDENT#stu-ada',
  'stu-ada#STUDENT',
  'STUDENT',
  'stu-ada%00',
  'stu-ada\u0000',
  '%2Fstu-ada',
  '%73tu-ada',
  'STU-ADA',
  ' stu-ada',
  'stu-ada ',
  'stu-ada\n',
  'stu-ada,stu-ben',
  '\u{1F600}',
  '\ud83d',
  `x${'\u{1F600}'.repeat(200)}`,
  "' OR '1'='1",
  '"stu-ada"',
  '{"S":"stu-ada"}',
  ':student',
  '*',
  'stu-*',
  '__proto__',
  'constructor',
  '\u202Estu-ada',
  'ſtu-ada',
  'x'.repeat(256),
  'x'.repeat(1_024),
  '€'.repeat(341),
];

const roleOf = (route: Route): Role =>
  route.roles === 'public' ? 'districtAdmin' : (route.roles[0] ?? 'districtAdmin');
const requestOf = (route: Route, more: Partial<Call> & { readonly id?: string } = {}): Call => {
  const { id = ADA.id, ...others } = more;
  return {
    route: `${route.method} ${route.path}`,
    claims: CLAIMS[roleOf(route)],
    params: Object.fromEntries(parametersOf(route).map((name) => [name, id])),
    headers: { 'idempotency-key': 'k-1', 'if-match': '"1"' },
    ...(route.body && { body: {} }),
    ...others,
  };
};
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
const ofOneStudent = ALL_ROUTES.filter(({ path }) => /^\/v1\/(portal\/)?students\/\{id\}/.test(path));
const lists = ALL_ROUTES.filter(({ query }) => query && 'cursor' in query.shape);
const writes = ALL_ROUTES.filter(({ body }) => body !== undefined);
const named = (routes: readonly Route[]) => routes.map((route) => [`${route.method} ${route.path}`, route] as const);
const isOurFailure = ({ status, json }: Answer) => status >= 500 || (status >= 400 && typeof json?.code !== 'string');

describe('an odd id in the path', () => {
  test.each(named(ALL_ROUTES.filter((route) => parametersOf(route).length > 0)))(
    '%s: is never a failure of ours',
    async (_, route) => {
      for (const id of ODD) {
        const answer = await call(handler, requestOf(route, { id }));
        expect([id, isOurFailure(answer)]).toEqual([id, false]);
      }
    },
  );

  test.each(named(ofOneStudent))('%s: is nobody’s, and shows nobody', async (_, route) => {
    for (const id of ODD) {
      const answer = await call(handler, requestOf(route, { id }));
      expect([id, answer.status >= 400 && answer.status < 500]).toEqual([id, true]);
      for (const { givenName, familyName } of STUDENTS) {
        expect(answer.text).not.toContain(givenName);
        expect(answer.text).not.toContain(familyName);
      }
    }
  });
});

describe('an odd value in the query', () => {
  test.each(named(ALL_ROUTES.filter(({ query }) => query !== undefined)))(
    '%s: is never a failure of ours, in any parameter',
    async (_, route) => {
      for (const parameter of Object.keys(route.query?.shape ?? {})) {
        for (const text of ODD) {
          const answer = await call(handler, requestOf(route, { query: `${parameter}=${encoded(text)}` }));
          expect([parameter, text, isOurFailure(answer)]).toEqual([parameter, text, false]);
        }
      }
    },
  );

  test('widens nobody’s list', async () => {
    const list = ALL_ROUTES.find(({ operationId }) => operationId === 'listStudents')!;
    for (const role of ROLES) {
      const all = await call(handler, requestOf(list, { claims: CLAIMS[role] }));
      const own = new Set(idsOf(all));
      for (const parameter of Object.keys(list.query?.shape ?? {})) {
        for (const text of ODD) {
          const query = `${parameter}=${encoded(text)}`;
          const answer = await call(handler, requestOf(list, { claims: CLAIMS[role], query }));
          expect(idsOf(answer).filter((id) => !own.has(id))).toEqual([]);
        }
      }
    }
  });
});

const idsOf = ({ json }: Answer): readonly string[] =>
  (json?.items ?? []).map((item: { sourcedId: string }) => item.sourcedId);

describe('a cursor', () => {
  test.each(named(lists))('%s: of anybody’s making is refused', async (_, route) => {
    const forged = Buffer.from(JSON.stringify([1, 'any', { source: 0, after: BEN.id }])).toString('base64url');
    for (const cursor of [forged, BEN.id, 'AAAA', 'x'.repeat(2_000), 'x'.repeat(3_000), ...ODD]) {
      const answer = await call(handler, requestOf(route, { query: `cursor=${encoded(cursor)}` }));
      expect([cursor, answer.status >= 400 && answer.status < 500]).toEqual([cursor, true]);
    }
  });

  test('of one list opens no other, and of one caller no other caller’s', async () => {
    const list = ALL_ROUTES.find(({ operationId }) => operationId === 'listStudents')!;
    const first = await call(handler, requestOf(list, { query: 'limit=1', claims: CLAIMS.districtAdmin }));
    const cursor = first.json.nextCursor;
    expect(cursor).toBeTypeOf('string');
    for (const route of lists.filter((each) => each !== list)) {
      const { status } = await call(handler, requestOf(route, { query: `cursor=${cursor}` }));
      expect([route.path, status >= 400 && status < 500]).toEqual([route.path, true]);
    }
    for (const role of ['schoolAdmin', 'counselor', 'teacher'] as const) {
      const query = `limit=1&cursor=${cursor}`;
      const { status, json } = await call(handler, requestOf(list, { query, claims: CLAIMS[role] }));
      expect([role, status, json.code]).toEqual([role, 400, 'cursor.other_query']);
    }
  });
});

describe('the bounds', () => {
  test.each(named(ALL_ROUTES.filter(({ query }) => query && 'limit' in query.shape)))(
    '%s: takes no larger page than it says',
    async (_, route) => {
      for (const limit of ['0', '-1', '9999', '1e2', '101.5', 'all']) {
        const answer = await call(handler, requestOf(route, { query: `limit=${limit}` }));
        const wrong = (answer.json.errors ?? []).map((error: { parameter?: string }) => error.parameter);
        expect([limit, answer.status, wrong]).toEqual([limit, 400, expect.arrayContaining(['limit'])]);
      }
    },
  );

  test.each(named(writes))('%s: takes no larger, deeper or stranger body than it says', async (_, route) => {
    const codeOf = async (body: string) => (await call(handler, requestOf(route, { body }))).json.code;
    expect(await codeOf(JSON.stringify({ text: 'x'.repeat(256 * 1024) }))).toBe('request.too_large');
    expect(await codeOf(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBe('request.invalid');
    expect(await codeOf(`${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`)).toBe('request.invalid');
    for (const body of ['null', '0', '"text"', '[]', '{"__proto__":{"a":1}}', '{"constructor":1}', '[{}]'])
      expect([body, await codeOf(body)]).toEqual([body, 'request.invalid']);
  });
});
