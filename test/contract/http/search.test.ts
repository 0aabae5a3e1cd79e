import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StudentId } from '../../../shared/domain/identity.ts';
import { folded } from '../../../shared/domain/search/nameKeys.ts';
import { DOMAINS } from '../../../shared/domain/tiers/result.ts';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { memoryRecorder } from '../../unit/http/memoryRecorder.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { claimsOf, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';
import { expectedFor, type Query } from './plainSearch.ts';
import { countRequests, type RequestCount } from './requests.ts';
import { claimsFor, PEOPLE, type Person, SCHOOLS, STUDENTS, seedSearchedDistrict, TYPES } from './searchedDistrict.ts';

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let requests: RequestCount;
const recorder = memoryRecorder();
const handler = serve(studentRoutes, { tenant: tenantWithStaffClaim, recorder });

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  requests = countRequests();
  await seedSearchedDistrict();
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(() => requests.reset());

const list = (claims: Record<string, string>, query: Record<string, string>) =>
  call(handler, { route: 'GET /v1/students', claims, query: new URLSearchParams(query).toString() });

/** Every page of a list. */
async function everyPage(claims: Record<string, string>, query: Record<string, string>) {
  const ids: StudentId[] = [];
  let cursor: string | undefined;
  do {
    const { status, json } = await list(claims, { ...query, ...(cursor !== undefined && { cursor }) });
    expect(status).toBe(200);
    expect(json.items.length).toBeLessThanOrEqual(Number(query['limit'] ?? 50));
    ids.push(...json.items.map(({ sourcedId }: { sourcedId: StudentId }) => sourcedId));
    cursor = json.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

const typed = fc
  .tuple(fc.constantFrom(...STUDENTS), fc.integer({ min: 1, max: 14 }), fc.nat(3))
  .map(([{ givenName, familyName, sourcedId }, length, way]) => {
    const texts = [familyName, givenName, `${givenName} ${familyName}`, sourcedId];
    return [...(texts[way] ?? '')].slice(0, length).join('');
  });
const filters = {
  q: typed,
  school: fc.constantFrom(...SCHOOLS, 'nowhere'),
  grade: fc.constantFrom('09', '10', '11'),
  program: fc.constantFrom(...TYPES),
  tier: fc.constantFrom('1', '2', '3', 'notAssessed'),
  trend: fc.constantFrom('worsening', 'improving', 'steady'),
  domain: fc.constantFrom(...DOMAINS),
  exited: fc.boolean(),
};
const pick = (query: Query, names: readonly (keyof Query)[]): Query =>
  Object.fromEntries(Object.entries(query).filter(([name]) => names.includes(name as keyof Query)));
/** A few filters at once: all together they find nobody. */
const queries: fc.Arbitrary<Query> = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(filters) as (keyof typeof filters)[])), { maxLength: 3 })
  .chain((names) => fc.record(filters).map((all) => pick(all, names)));

const asText = (query: Query): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

describe('a list', () => {
  test('finds whom a plain reading of the query finds: every one of them, once, and nobody hidden', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PEOPLE),
        queries,
        fc.constantFrom('id', 'name', undefined),
        fc.constantFrom('3', '100'),
        async (person, asked, sort, limit) => {
          const { domain, ...rest } = asked;
          const query: Query = {
            ...rest,
            ...(domain !== undefined && (rest.tier !== undefined || rest.trend !== undefined) && { domain }),
          };
          const parameters = Object.entries({ ...query, sort, limit }).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, String(value)] as const],
          );
          const found = await everyPage(claimsFor(person), Object.fromEntries(parameters));
          expect([...found].sort()).toEqual(expectedFor(person, query));
        },
      ),
      { numRuns: 250 },
    );
  }, 240_000);

  test('by what is hidden of somebody does not find them, however it is asked', async () => {
    const [, , , teacher] = PEOPLE;
    if (!teacher) throw new Error('nobody teaches');
    const hidden: readonly Query[] = [
      ...['IEP', 'foster'].map((program) => ({ program })),
      ...(['wellBeing', 'behavior'] as const).flatMap((domain) => ['1', '2', '3'].map((tier) => ({ tier, domain }))),
      { trend: 'improving', domain: 'behavior' },
    ];
    for (const query of hidden) {
      const { json } = await list(claimsFor(teacher), { ...asText(query), limit: '100' });
      const found = json.items.map(({ sourcedId }: { sourcedId: string }) => sourcedId);
      expect([query, [...found].sort()]).toEqual([query, expectedFor(teacher, query)]);
    }
    const { text } = await list(claimsFor(teacher), {});
    expect(text).not.toContain('"wellBeing"');
    expect(text).not.toContain('IEP');
  });
});

describe('a list by name', () => {
  const admin = claimsOf('boss', 'districtAdmin');

  test('goes through the whole district without marks and case', async () => {
    const ids = await everyPage(admin, { sort: 'name', limit: '7' });
    const keyOf = (id: string) => {
      const entry = STUDENTS.find(({ sourcedId }) => sourcedId === id);
      return `${folded(`${entry?.familyName} ${entry?.givenName}`)} ${id}`;
    };
    expect(ids.map(keyOf)).toEqual(ids.map(keyOf).sort());
    expect(ids).toHaveLength(54);
  });

  test('is found by a search, and in the order of ids where that is asked for', async () => {
    const ids = await everyPage(admin, { q: 'an', sort: 'id', limit: '2' });
    expect(ids).toEqual([...ids].sort());
    expect([...ids].sort()).toEqual(expectedFor(PEOPLE[0] as Person, { q: 'an' }));
  });
});

describe('the caseload of somebody else', () => {
  const idsFor = async (claims: Record<string, string>, caseload: string) =>
    (await list(claims, { caseload, limit: '100' })).json.items.map(
      ({ sourcedId }: { sourcedId: string }) => sourcedId,
    );
  const ofCounselor = STUDENTS.filter(({ exited }, n) => n % 5 === 0 && !exited);

  test('is listed for the district, and for a school as far as the students are its own', async () => {
    expect(await idsFor(claimsOf('boss', 'districtAdmin'), 'help')).toEqual(
      ofCounselor.map(({ sourcedId }) => sourcedId),
    );
    expect(await idsFor(claimsOf('head', 'schoolAdmin'), 'help')).toEqual(
      ofCounselor
        .filter(({ schools }) => schools.some((school) => ['north', 'west'].includes(school)))
        .map(({ sourcedId }) => sourcedId),
    );
  });

  test('is empty for everybody else, and one’s own by one’s own id', async () => {
    expect(await idsFor(claimsOf('teach', 'teacher'), 'help')).toEqual([]);
    expect(await idsFor(claimsOf('help', 'counselor'), 'help')).toHaveLength(ofCounselor.length);
    expect(await idsFor(claimsOf('help', 'counselor'), 'nobody')).toEqual([]);
  });
});

describe('a search costs at most two requests to DynamoDB', () => {
  test.each([
    ['the whole district', claimsOf('boss', 'districtAdmin'), { q: 'ana' }, 1],
    ['the whole district by name', claimsOf('boss', 'districtAdmin'), { sort: 'name' }, 2],
    ['the whole district, one page of ids', claimsOf('boss', 'districtAdmin'), { school: 'north' }, 2],
    ['several schools', claimsOf('head', 'schoolAdmin'), { q: 'ana', tier: '2' }, 2],
    ['a caseload', claimsOf('help', 'counselor'), { q: 'ana' }, 2],
    ['sections', claimsOf('teach', 'teacher'), { q: 'stu-0' }, 2],
  ])('over %s', async (_what, claims, query, expected) => {
    await list(claims, query);
    requests.reset();
    expect((await list(claims, query)).status).toBe(200);
    expect(requests.commands.length).toBeLessThanOrEqual(expected);
  });
});
