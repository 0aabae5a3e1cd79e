import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { documents } from '../../../shared/store/documents.ts';
import { operationsKeys } from '../../../shared/store/keys.ts';
import { thresholdSet } from '../../../shared/tenant/thresholds.ts';
import { CLAIMS, claimsOf, tenantWithStaffClaim } from './district.ts';
import { EVENING, MORNING, thresholdCallsOfTests, WINTER } from './thresholdCalls.ts';

const { at, get, etag, put, withdraw, history } = thresholdCallsOfTests();

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
    at.now = '2026-12-01T15:00:00.000Z';
    expect((await get()).json).toMatchObject({ inForce: 'winter', items: [{ status: 'past' }, { status: 'inForce' }] });
    at.now = '2026-12-01T05:00:00.000Z';
    expect((await get()).json.inForce).toBe('field-1');
  });

  test('gives a set back as it was sent, with the field’s values where it said nothing', async () => {
    const rules = [{ when: { gradeLevels: ['09'], gradingPeriod: 'first' }, attendance: { tier2: '6/100' } }];
    await put('winter', { ...WINTER, rules });
    const { source: _s, status: _t, created: _c, ...set } = (await get()).json.items[1];
    expect(set).toEqual(thresholdSet.parse({ version: 'winter', ...WINTER, rules }));
  });

  test('shows a set as it was accepted, also when rules like its would be refused today', async () => {
    await put('winter', WINTER);
    const contradicting = [{ when: { schools: ['north'] }, attendance: { tier3: '5/100' } }];
    const kept = thresholdSet.parse({ version: 'winter', ...WINTER });
    const Item = { ...operationsKeys.thresholdSet('winter'), set: JSON.stringify({ ...kept, rules: contradicting }) };
    await documents.send(new PutCommand({ TableName: process.env['OPERATIONS_TABLE'], Item }));
    expect(await get()).toMatchObject({ status: 200, json: { items: [{}, { rules: contradicting }] } });
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
    expect(await get(null)).toMatchObject({ status: 401 });
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
    at.now = EVENING;
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
    expect((await history()).items).toHaveLength(1);
  });

  test('gives way to nothing: a set of the tenant file that comes later with its version or day is passed over', async () => {
    await put('winter', WINTER);
    const { tenant: district, configurationVersion } = tenantWithStaffClaim();
    const file = (version: string, effectiveFrom: string) => thresholdSet.parse({ version, effectiveFrom });
    const thresholds = [...district.thresholds, file('winter', '2026-09-01'), file('mine', '2026-12-01')];
    at.tenant = () => ({ tenant: { ...district, thresholds }, configurationVersion });
    const { items, inForce } = (await get()).json;
    expect(inForce).toBe('field-1');
    expect(items.map((each: { version: string }) => each.version)).toEqual(['field-1', 'winter']);
  });
});
