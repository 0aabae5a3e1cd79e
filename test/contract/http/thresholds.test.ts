import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { configurationRoutes } from '../../../shared/http/configuration/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { thresholdSet } from '../../../shared/tenant/thresholds.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { CLAIMS, claimsOf, tenantWithStaffClaim } from './district.ts';

const PATH = '/v1/config/thresholds';
/** 10:00 in Chicago: the 7th has closed, the 8th has not. */
const MORNING = '2026-10-08T15:00:00.000Z';
/** 18:00 there. */
const EVENING = '2026-10-08T23:00:00.000Z';

let engine: DynamoEngine;
let now = MORNING;
let tenant: () => LoadedTenant = tenantWithStaffClaim;
const handler = serve(configurationRoutes, { tenant: () => tenant(), clock: () => new Date(now) });
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  now = MORNING;
  tenant = tenantWithStaffClaim;
  await engine.clear();
});

type Claims = Record<string, string>;
const get = (claims: Claims = CLAIMS.districtAdmin) => call(handler, { route: `GET ${PATH}`, claims });
const etag = async () => String((await get()).headers['etag']);

interface Sent {
  readonly claims?: Claims;
  readonly ifMatch?: string | null;
}
async function send(method: 'PUT' | 'DELETE', version: string, body: unknown, { claims, ifMatch }: Sent = {}) {
  const tag = ifMatch === undefined ? await etag() : ifMatch;
  return call(handler, {
    route: `${method} ${PATH}/{version}`,
    params: { version },
    claims: claims ?? CLAIMS.districtAdmin,
    ...(body !== undefined && { body }),
    headers: tag === null ? {} : { 'if-match': tag },
  });
}
const put = (version: string, body: unknown, sent?: Sent) => send('PUT', version, body, sent);
const withdraw = (version: string, sent?: Sent) => send('DELETE', version, undefined, sent);
const history = async () => (await call(handler, { route: `GET ${PATH}/history` })).json.items;

const WINTER = { effectiveFrom: '2026-12-01', attendance: { tier2: '8/100' } };

describe('the list of threshold sets', () => {
  test('is that of the tenant file at first, with what is in force and from when on sets may be added', async () => {
    expect(await get()).toMatchObject({
      status: 200,
      json: {
        day: '2026-10-08',
        inForce: 'field-1',
        earliestEffectiveFrom: '2026-10-08',
        items: [
          { version: 'field-1', source: 'tenantFile', status: 'inForce', attendance: { tier2: '10/100' }, rules: [] },
        ],
      },
    });
    expect((await get()).json.items[0].created).toBeUndefined();
  });

  test('shows an added set with its author and instant, and when it is in force', async () => {
    const added = await put('winter', WINTER);
    expect(added).toMatchObject({
      status: 200,
      json: {
        ...{ version: 'winter', source: 'api', status: 'ahead', created: { by: 'staff-district', at: MORNING } },
        attendance: { tier2: '8/100', tier3: '20/100' },
      },
    });
    expect(added.headers['etag']).toBe(await etag());
    expect((await get()).json).toMatchObject({
      inForce: 'field-1',
      items: [{ version: 'field-1' }, { version: 'winter' }],
    });
    now = '2026-12-01T15:00:00.000Z';
    expect((await get()).json).toMatchObject({ inForce: 'winter', items: [{ status: 'past' }, { status: 'inForce' }] });
    now = '2026-12-01T05:00:00.000Z';
    expect((await get()).json.inForce).toBe('field-1');
  });

  test('gives a set back as it was sent, with the field’s values where it said nothing', async () => {
    const rules = [{ when: { gradeLevels: ['09'], gradingPeriod: 'first' }, attendance: { tier2: '6/100' } }];
    await put('winter', { ...WINTER, rules });
    const { source: _s, status: _t, created: _c, ...set } = (await get()).json.items[1];
    expect(set).toEqual(thresholdSet.parse({ version: 'winter', ...WINTER, rules }));
  });

  test('is read by those who run the feeds, and changed by district administrators alone', async () => {
    expect((await get(CLAIMS.dataManager)).status).toBe(200);
    for (const role of ['schoolAdmin', 'counselor', 'teacher', 'interventionist', 'family', 'student'] as const) {
      expect(await get(CLAIMS[role]), role).toMatchObject({ status: 403, json: { code: 'access.role' } });
    }
    await put('winter', WINTER);
    for (const [role, claims] of Object.entries(CLAIMS).filter(([each]) => each !== 'districtAdmin')) {
      expect(await put('spring', WINTER, { claims }), role).toMatchObject({
        status: 403,
        json: { code: 'access.role' },
      });
      expect(await withdraw('winter', { claims }), role).toMatchObject({ status: 403, json: { code: 'access.role' } });
    }
    expect(await call(handler, { route: `GET ${PATH}`, claims: null })).toMatchObject({ status: 401 });
    const nobody = claimsOf(undefined, 'districtAdmin');
    expect(await put('spring', WINTER, { claims: nobody })).toMatchObject({ json: { code: 'access.staff_unknown' } });
    expect((await get()).json.items).toHaveLength(2);
  });
});

describe('a set that is added', () => {
  test.each([
    ['an unknown field', { ...WINTER, attendence: {} }, '/attendence', 'unknown'],
    ['an unknown setting', { ...WINTER, attendance: { tier4: '1/2' } }, '/attendance/tier4', 'unknown'],
    ['a version in the body', { ...WINTER, version: 'other' }, '/version', 'unknown'],
    ['no day', { attendance: {} }, '/effectiveFrom', 'invalid_type'],
    ['a day that is none', { effectiveFrom: '2026-02-30' }, '/effectiveFrom', 'invalid_format'],
    ['cut points that do not go up', { ...WINTER, attendance: { tier2: '30/100' } }, '/attendance/tier3', 'custom'],
    ['a rounded share', { ...WINTER, attendance: { tier2: 0.1 } }, '/attendance/tier2', 'invalid_type'],
    [
      'a rule for nobody',
      { ...WINTER, rules: [{ when: {}, attendance: { tier2: '9/100' } }] },
      '/rules/0/when',
      'custom',
    ],
    [
      'a rule that makes it invalid',
      { ...WINTER, rules: [{ when: { schools: ['a/b'] }, attendance: { tier3: '8/100' } }] },
      '/rules/0/attendance/tier3',
      'custom',
    ],
  ])('with %s is refused, with the place', async (_, body, pointer, code) => {
    const answer = await put('winter', body);
    expect(answer).toMatchObject({ status: 400, json: { code: 'request.invalid', errors: [{ pointer, code }] } });
    expect((await get()).json.items).toHaveLength(1);
  });

  test.each(['', 'a b', '2026+1', '../x', 'x'.repeat(65), '-a'])(
    'has a version that can be one: not %j',
    async (version) => {
      expect(await put(version, WINTER)).toMatchObject({ status: 400, json: { errors: [{ parameter: 'version' }] } });
    },
  );

  test('begins on a day that has not closed: no day that was judged is judged anew', async () => {
    const from = (effectiveFrom: string) => put(`from-${effectiveFrom}`, { ...WINTER, effectiveFrom });
    expect(await from('2026-10-07')).toMatchObject({
      status: 422,
      json: { code: 'thresholds.day_closed', errors: [{ pointer: '/effectiveFrom', code: 'closed' }] },
    });
    expect((await from('2026-10-08')).status).toBe(200);
    now = EVENING;
    expect(await from('2026-10-08')).toMatchObject({ status: 200 });
    expect(await put('late', { ...WINTER, effectiveFrom: '2026-10-08' })).toMatchObject({
      status: 422,
      json: { code: 'thresholds.day_closed' },
    });
    expect((await get()).json.earliestEffectiveFrom).toBe('2026-10-09');
    expect((await from('2026-10-09')).status).toBe(200);
  });

  test('keeps what it says: its version is given once, in the file or here', async () => {
    await put('winter', WINTER);
    const other = { ...WINTER, attendance: { tier2: '9/100' } };
    expect(await put('winter', other)).toMatchObject({ status: 409, json: { code: 'thresholds.version_taken' } });
    expect(await put('field-1', WINTER)).toMatchObject({ status: 409, json: { code: 'thresholds.version_taken' } });
    expect((await get()).json.items[1].attendance.tier2).toBe('8/100');
  });

  test('has a day of its own', async () => {
    await put('winter', WINTER);
    expect(await put('other', WINTER)).toMatchObject({
      status: 409,
      json: { code: 'thresholds.day_taken', errors: [{ pointer: '/effectiveFrom', code: 'taken' }] },
    });
  });

  test('is added once when its answer is lost and it comes again', async () => {
    const before = await etag();
    const first = await put('winter', WINTER, { ifMatch: before });
    const again = await put('winter', WINTER, { ifMatch: before, claims: claimsOf('staff-two', 'districtAdmin') });
    expect(again).toMatchObject({ status: 200, json: first.json });
    expect(await history()).toHaveLength(1);
  });

  test('gives way to nothing: a set of the tenant file that comes later with its version or day is passed over', async () => {
    await put('winter', WINTER);
    const { tenant: district, configurationVersion } = tenantWithStaffClaim();
    const file = (version: string, effectiveFrom: string) => thresholdSet.parse({ version, effectiveFrom });
    const thresholds = [...district.thresholds, file('winter', '2026-09-01'), file('mine', '2026-12-01')];
    tenant = () => ({ tenant: { ...district, thresholds }, configurationVersion });
    const { items, inForce } = (await get()).json;
    expect(inForce).toBe('field-1');
    expect(items.map((each: { version: string }) => each.version)).toEqual(['field-1', 'winter']);
  });
});

describe('changes against a version of the list', () => {
  test('ask for If-Match, and for that of the list as it is', async () => {
    expect(await put('winter', WINTER, { ifMatch: null })).toMatchObject({ status: 428 });
    const before = await etag();
    await put('winter', WINTER);
    const stale = await put('spring', { ...WINTER, effectiveFrom: '2027-01-04' }, { ifMatch: before });
    expect(stale).toMatchObject({ status: 412, json: { code: 'precondition.failed' } });
    expect(await withdraw('winter', { ifMatch: before })).toMatchObject({ status: 412 });
    expect(await withdraw('winter', { ifMatch: null })).toMatchObject({ status: 428 });
  });

  test('of a deployed tenant file are against the one before no more', async () => {
    const before = await etag();
    tenant = () => ({ ...tenantWithStaffClaim(), configurationVersion: 'deployed' });
    expect(await put('winter', WINTER, { ifMatch: before })).toMatchObject({ status: 412 });
  });

  test('at the same moment are taken one by one: each is there with its history, or was refused', async () => {
    const ifMatch = await etag();
    const days = Array.from({ length: 12 }, (_, day) => `2027-01-${String(day + 1).padStart(2, '0')}`);
    const answers = await Promise.all(
      days.map((effectiveFrom, place) => put(`v${place}`, { ...WINTER, effectiveFrom }, { ifMatch })),
    );
    const taken = answers.filter(({ status }) => status === 200);
    expect(taken).toHaveLength(1);
    for (const { status } of answers) expect([200, 412, 503]).toContain(status);
    expect((await get()).json.items).toHaveLength(2);
    expect((await history()).map((each: { revision: number }) => each.revision)).toEqual([1]);
  });

  test('without a version in mind, at the same moment, lose nothing that was answered with success', async () => {
    const days = Array.from({ length: 12 }, (_, day) => `2027-01-${String(day + 1).padStart(2, '0')}`);
    const answers = await Promise.all(
      days.map((effectiveFrom, place) => put(`v${place}`, { ...WINTER, effectiveFrom }, { ifMatch: '*' })),
    );
    const taken = answers.filter(({ status }) => status === 200).map(({ json }) => json.version);
    const listed = (await get()).json.items.map((each: { version: string }) => each.version);
    expect(listed).toEqual(expect.arrayContaining(taken));
    expect(listed).toHaveLength(1 + taken.length);
    const changes = await history();
    expect(changes.map((each: { version: string }) => each.version).sort()).toEqual([...taken].sort());
    expect(new Set(changes.map((each: { revision: number }) => each.revision)).size).toBe(taken.length);
  });
});

describe('a set that is withdrawn', () => {
  test('is in force never, and stays in the list with who did it', async () => {
    await put('winter', WINTER);
    const claims = claimsOf('staff-two', 'districtAdmin');
    expect(await withdraw('winter', { claims })).toMatchObject({
      status: 200,
      json: { version: 'winter', status: 'withdrawn', withdrawn: { by: 'staff-two', at: MORNING } },
    });
    now = '2026-12-24T15:00:00.000Z';
    expect((await get()).json).toMatchObject({
      inForce: 'field-1',
      items: [{ version: 'field-1' }, { version: 'winter', status: 'withdrawn', created: { by: 'staff-district' } }],
    });
  });

  test('frees its day and not its version, and twice is once', async () => {
    await put('winter', WINTER);
    await withdraw('winter');
    expect(await withdraw('winter', { ifMatch: null })).toMatchObject({ status: 200 });
    expect(await put('winter', WINTER)).toMatchObject({ status: 409, json: { code: 'thresholds.version_taken' } });
    expect(await put('winter-2', WINTER)).toMatchObject({ status: 200 });
  });

  test('has not taken effect; what has, what is in the file and what is unknown cannot be', async () => {
    await put('winter', WINTER);
    now = '2026-12-01T22:59:00.000Z';
    expect(await withdraw('field-1')).toMatchObject({ status: 409, json: { code: 'thresholds.in_file' } });
    expect(await withdraw('summer')).toMatchObject({ status: 404, json: { code: 'thresholds.not_found' } });
    now = '2026-12-01T23:00:00.000Z';
    expect(await withdraw('winter')).toMatchObject({ status: 422, json: { code: 'thresholds.day_closed' } });
    now = '2026-12-01T22:59:00.000Z';
    expect((await withdraw('winter')).status).toBe(200);
  });
});

describe('the history', () => {
  test('tells every change with what was to be in force before and after it, the newest first, page by page', async () => {
    await put('winter', WINTER);
    now = EVENING;
    await put('advent', { ...WINTER, effectiveFrom: '2026-12-14' }, { claims: claimsOf('staff-two', 'districtAdmin') });
    await withdraw('winter');
    const pageAt = async (query: string) => (await call(handler, { route: `GET ${PATH}/history`, query })).json;
    const first = await pageAt('limit=2');
    const second = await pageAt(`limit=2&cursor=${first.nextCursor}`);
    const by = 'staff-district';
    expect([...first.items, ...second.items]).toEqual([
      {
        ...{ revision: 3, action: 'withdrawn', version: 'winter', effectiveFrom: '2026-12-01', by, at: EVENING },
        ...{ before: 'winter', after: 'field-1' },
      },
      {
        ...{
          revision: 2,
          action: 'added',
          version: 'advent',
          effectiveFrom: '2026-12-14',
          by: 'staff-two',
          at: EVENING,
        },
        ...{ before: 'winter', after: 'advent' },
      },
      {
        ...{ revision: 1, action: 'added', version: 'winter', effectiveFrom: '2026-12-01', by, at: MORNING },
        ...{ before: 'field-1', after: 'winter' },
      },
    ]);
    expect(second.nextCursor).toBeUndefined();
  });
});
