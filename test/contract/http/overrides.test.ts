import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import { interventionRoutes } from '../../../shared/http/interventions/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { activeOverrides } from '../../../shared/store/overrides.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, BEN, CLAIMS, CLEO, claimsOf, EVE, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

/** 22:00 on 7 October in the district (Chicago), though it is the 8th in UTC already. */
const TODAY = '2026-10-07';
const TOMORROW = '2026-10-08';
let now = '2026-10-08T03:00:00Z';
const surroundings = { tenant: tenantWithStaffClaim, clock: () => new Date(now) };
const overriding = serve(interventionRoutes, surroundings);
const reading = serve(studentRoutes, surroundings);

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(async () => {
  now = '2026-10-08T03:00:00Z';
  await engine.clear();
  await Promise.all([seedDistrict(), seedResults()]);
});

const CRISIS = { domain: 'attendance', tier: 3, reason: 'A parent has died', expiresOn: '2026-11-30' };
const set = (student: string, claims: Record<string, string> = CLAIMS.counselor, body: object = CRISIS, key?: string) =>
  call(overriding, {
    route: 'POST /v1/students/{id}/overrides',
    params: { id: student },
    claims,
    body,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
const list = (student: string, claims: Record<string, string> = CLAIMS.counselor) =>
  call(overriding, { route: 'GET /v1/students/{id}/overrides', params: { id: student }, claims });
const end = (student: string, overrideId: string, claims: Record<string, string> = CLAIMS.counselor) =>
  call(overriding, {
    route: 'POST /v1/students/{id}/overrides/{overrideId}/end',
    params: { id: student, overrideId },
    claims,
    body: { reason: 'The family is well again' },
  });
const profile = (student: string, claims: Record<string, string> = CLAIMS.counselor) =>
  call(reading, { route: 'GET /v1/students/{id}', params: { id: student }, claims });
const tiers = (student: string, claims: Record<string, string> = CLAIMS.counselor) =>
  call(reading, { route: 'GET /v1/students/{id}/tiers', params: { id: student }, claims });
async function active(day: string): Promise<readonly string[]> {
  const students: string[] = [];
  for await (const { studentSourcedId } of activeOverrides(day)) students.push(studentSourcedId);
  return students;
}

describe('an override', () => {
  test('has an id of its own, also when one Idempotency-Key is used for two students', async () => {
    const [ada, cleo] = [
      await set(ADA.id, CLAIMS.counselor, CRISIS, 'k'),
      await set(CLEO.id, CLAIMS.counselor, CRISIS, 'k'),
    ];
    expect([ada.status, cleo.status]).toEqual([201, 201]);
    expect(cleo.json.overrideId).not.toBe(ada.json.overrideId);
    expect((await end(CLEO.id, ada.json.overrideId)).json.code).toBe('override.not_found');
  });

  test('acts at once in what readers see of the student, with author, reason and the computed tier', async () => {
    const { status, json } = await set(CLEO.id);
    expect(status).toBe(201);
    expect(json).toMatchObject({ ...CRISIS, active: true, ended: null, createdBySourcedId: 'staff-counselor' });
    const shown = {
      overrideId: json.overrideId,
      author: 'staff-counselor',
      reason: CRISIS.reason,
      expiresOn: '2026-11-30',
    };
    const { json: seen } = await profile(CLEO.id);
    expect(seen.flags).toEqual({ attendance: ['override'] });
    const [inProfile] = seen.domains;
    expect(inProfile).toMatchObject({
      domain: 'attendance',
      tier: 3,
      computedTier: 2,
      since: TODAY,
      flags: ['override'],
      thresholds: 'field-1',
      reasonCodes: ['override', 'absenceRate'],
      override: shown,
    });
    const [inTiers] = (await tiers(CLEO.id)).json.domains;
    expect(inTiers).toMatchObject({ tier: 3, computedTier: 2, since: TODAY, flags: ['override'], override: shown });
    expect(inTiers.reasons.map(({ code }: { code: string }) => code)).toEqual(['override', 'absenceRate']);
    expect(inTiers.sentence).toContain(
      'Set to tier 3 by a member of staff, up to and including 2026-11-30; the data give tier 2.',
    );
  });

  test('acts up to and including its last day, and on the next one the computed tier acts again', async () => {
    await set(CLEO.id, CLAIMS.counselor, { ...CRISIS, expiresOn: TODAY });
    expect((await profile(CLEO.id)).json.domains[0]).toMatchObject({ tier: 3, override: { expiresOn: TODAY } });
    expect(await active(TODAY)).toEqual([CLEO.id]);
    now = '2026-10-08T05:30:00Z';
    const [over] = (await profile(CLEO.id)).json.domains;
    expect(over).toMatchObject({ tier: 2, since: '2026-09-21', flags: [] });
    expect(over).not.toHaveProperty('override');
    expect(over).not.toHaveProperty('computedTier');
    expect(await active(TOMORROW)).toEqual([]);
    expect((await list(CLEO.id)).json.items).toMatchObject([{ active: false, ended: null }]);
  });

  test('that is ended acts no more at once, and stays in the record with who ended it and why', async () => {
    const { json: made } = await set(CLEO.id);
    const ended = await end(CLEO.id, made.overrideId);
    expect(ended.json).toMatchObject({
      overrideId: made.overrideId,
      active: false,
      ended: { bySourcedId: 'staff-counselor', reason: 'The family is well again', at: '2026-10-08T03:00:00.000Z' },
    });
    expect((await profile(CLEO.id)).json.domains[0]).toMatchObject({ tier: 2, flags: [] });
    expect((await tiers(CLEO.id)).json.domains[0]).toMatchObject({ tier: 2, reasons: [{ code: 'absenceRate' }] });
    expect(await active(TODAY)).toEqual([]);
    const again = await end(CLEO.id, made.overrideId, CLAIMS.districtAdmin);
    expect(again.json).toEqual(ended.json);
  });

  test('works where the student could not be assessed, and of a leaver', async () => {
    expect((await set(EVE.id, CLAIMS.schoolAdmin)).status).toBe(201);
    expect((await profile(EVE.id, CLAIMS.schoolAdmin)).json.domains[0]).toMatchObject({
      tier: 3,
      computedTier: 'notAssessed',
    });
  });

  test('is one a domain: another one is refused until it has ended, and all of them stay on record', async () => {
    const { json: first } = await set(CLEO.id);
    expect((await set(CLEO.id, CLAIMS.counselor, { ...CRISIS, tier: 2 })).json.code).toBe('override.another_active');
    await end(CLEO.id, first.overrideId);
    now = '2026-10-09T15:00:00Z';
    const { json: second } = await set(CLEO.id, CLAIMS.counselor, { ...CRISIS, tier: 2, reason: 'It is worse' });
    expect((await list(CLEO.id)).json.items).toMatchObject([
      { overrideId: second.overrideId, tier: 2, active: true, ended: null },
      { overrideId: first.overrideId, tier: 3, active: false, ended: { bySourcedId: 'staff-counselor' } },
    ]);
    expect((await end(CLEO.id, first.overrideId)).json.ended.at).toBe('2026-10-08T03:00:00.000Z');
  });

  test('cannot be ended when its last day is past, nor when there is none', async () => {
    const { json: made } = await set(CLEO.id, CLAIMS.counselor, { ...CRISIS, expiresOn: TODAY });
    now = '2026-10-09T15:00:00Z';
    expect((await end(CLEO.id, made.overrideId)).json.code).toBe('override.over');
    expect((await end(CLEO.id, 'f'.repeat(32))).json.code).toBe('override.not_found');
    expect((await end(ADA.id, made.overrideId)).json.code).toBe('override.not_found');
  });

  test.each([
    ['yesterday', '2026-10-06', 422],
    ['today', TODAY, 201],
    ['a year ahead', '2027-10-07', 201],
    ['a year and a day ahead', '2027-10-08', 422],
    ['no day', '2026-02-30', 400],
  ])('ends on a day that is bounded: %s', async (_what, expiresOn, status) => {
    const answer = await set(CLEO.id, CLAIMS.counselor, { ...CRISIS, expiresOn });
    expect(answer.status).toBe(status);
    if (status === 422) expect(answer.json.code).toBe('override.expiry');
  });

  test.each([
    ['a tier that is none', { ...CRISIS, tier: 'notAssessed' }],
    ['no reason', { ...CRISIS, reason: '  ' }],
    ['a domain that is none', { ...CRISIS, domain: 'weather' }],
    ['an author', { ...CRISIS, author: 'somebody' }],
  ])('is refused with %s', async (_what, body) => {
    expect((await set(CLEO.id, CLAIMS.counselor, body)).json.code).toBe('request.invalid');
  });
});

describe('with an Idempotency-Key', () => {
  test('the same request is one override, however often it comes, and another one is refused', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => set(CLEO.id, CLAIMS.counselor, CRISIS, 'form-1')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await list(CLEO.id)).json.items).toHaveLength(1);
    const other = await set(CLEO.id, CLAIMS.counselor, { ...CRISIS, tier: 2 }, 'form-1');
    expect(other.json.code).toBe('idempotency.key');
  });

  test('the request that comes again after the override was ended does not set it anew', async () => {
    const { json: made } = await set(CLEO.id, CLAIMS.counselor, CRISIS, 'form-2');
    await end(CLEO.id, made.overrideId);
    expect((await set(CLEO.id, CLAIMS.counselor, CRISIS, 'form-2')).json).toMatchObject({ active: false });
    expect((await profile(CLEO.id)).json.domains[0].tier).toBe(2);
  });

  test('is an override of its own for every author', async () => {
    await set(ADA.id, CLAIMS.counselor, CRISIS, 'form-3');
    expect((await set(BEN.id, CLAIMS.schoolAdmin, CRISIS, 'form-3')).status).toBe(201);
  });
});

describe('of two who act at the same moment', () => {
  test('one sets the tier and the other is told', async () => {
    const answers = await Promise.all([set(CLEO.id), set(CLEO.id, CLAIMS.districtAdmin, { ...CRISIS, tier: 2 })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await list(CLEO.id)).json.items).toHaveLength(1);
  });
});

/** Who may set an override for ADA, and read who set it and why: a student of the north school, on the counselor's caseload. */
const MAY_SET: readonly Role[] = ['districtAdmin', 'schoolAdmin', 'counselor'];

describe.each(ROLES)('as %s', (role) => {
  test('setting, ending and reading follow role and scope', async () => {
    const { json: made } = await set(ADA.id, CLAIMS.districtAdmin);
    const outside = role === 'interventionist' ? 404 : 403;
    const seen = await list(ADA.id, CLAIMS[role]);
    expect(seen.status).toBe(MAY_SET.includes(role) ? 200 : outside);
    const ended = await end(ADA.id, made.overrideId, CLAIMS[role]);
    expect(ended.status).toBe(MAY_SET.includes(role) ? 200 : 403);
    const again = await set(ADA.id, CLAIMS[role]);
    expect(again.status).toBe(MAY_SET.includes(role) ? 201 : 403);
  });
});

describe('a teacher', () => {
  test('sees that a tier is set, not by whom and why', async () => {
    await set(ADA.id, CLAIMS.districtAdmin);
    const { json } = await profile(ADA.id, CLAIMS.teacher);
    expect(json.domains[0].override).toEqual({ overrideId: expect.any(String), expiresOn: CRISIS.expiresOn });
    expect(JSON.stringify(json)).not.toContain(CRISIS.reason);
    const { json: told } = await profile(ADA.id, CLAIMS.counselor);
    expect(told.domains[0].override).toMatchObject({ reason: CRISIS.reason });
  });
});

describe('who is out of scope', () => {
  test('is as unknown as nobody, whether there is an override or not', async () => {
    await set(BEN.id, CLAIMS.districtAdmin);
    const answers = [await set(BEN.id), await set('stu-nobody'), await list(BEN.id), await list('stu-nobody')];
    expect(new Set(answers.map(({ status, json }) => `${status} ${json.code}`))).toEqual(
      new Set(['404 student.not_found']),
    );
  });

  test('cannot be said by a token that names nobody in rostering', async () => {
    expect((await set(ADA.id, claimsOf(undefined, 'districtAdmin'))).json.code).toBe('access.staff_unknown');
  });
});
