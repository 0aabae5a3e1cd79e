import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffId } from '../../../shared/domain/identity.ts';
import { portalRoutes } from '../../../shared/http/portal/routes.ts';
import { familyAccessRoutes } from '../../../shared/http/records/familyAccess.ts';
import { serve } from '../../../shared/http/serve.ts';
import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { listDisclosures } from '../../../shared/store/disclosures.ts';
import { createOverride } from '../../../shared/store/overrides.ts';
import { createPlan } from '../../../shared/store/plans.ts';
import { type Answer, type Call, call, eventOf } from '../../unit/http/request.ts';
import type { RecordRows } from '../../unit/records/recordDistrict.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, BEN, CLAIMS, claimsOf, DEE, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';
import { seedRecords, TOLD, wholeRecord } from './recordedStudent.ts';
import { countRequests, type RequestCount } from './requests.ts';

/** Ada turns 18 on 15 October 2026; Ben is sixteen; of Dee nobody knows the age. */
const BIRTH_DATE = '2008-10-15';
const MOTHER = claimsOf('g1', 'family');
const FATHER = claimsOf('g2', 'family');
const NEIGHBOUR = claimsOf('g3', 'family');
const DISABLED = claimsOf('g4', 'family');
const STEPMOTHER = claimsOf('g5', 'family');
const AUNT = claimsOf('g6', 'family');
const ADA_HERSELF = claimsOf(ADA.id, 'student');

/** 13:00 in the district (Chicago), far from either midnight. */
const noonOf = (day: string) => `${day}T18:00:00.000Z`;
const BEFORE = noonOf('2026-10-05');
const AFTER = noonOf('2026-10-20');

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let requests: RequestCount;
let now = BEFORE;
let familyAccessAt18: LoadedTenant['tenant']['access']['familyAccessAt18'] = 'consent';
const handler = serve([...portalRoutes, ...familyAccessRoutes], {
  clock: () => new Date(now),
  tenant: () => {
    const { tenant, configurationVersion } = tenantWithStaffClaim();
    return { tenant: { ...tenant, access: { ...tenant.access, familyAccessAt18 } }, configurationVersion };
  },
});

function districtRecords(): RecordRows {
  const rows = wholeRecord(ADA.id);
  const user = (sourcedId: string, role: string, row = {}) => ({
    ...{ sourcedId, role, givenName: `Given ${sourcedId}`, familyName: `Family ${sourcedId}`, ...row },
  });
  return {
    ...rows,
    users: [
      ...(rows.users ?? []).filter(({ sourcedId }) => sourcedId !== ADA.id),
      { ...user(ADA.id, 'student'), agentSourcedIds: 'g1,g2,g4,g5,g6' },
      { ...user(BEN.id, 'student'), agentSourcedIds: 'g3' },
      { ...user(DEE.id, 'student'), agentSourcedIds: 'g3' },
      ...[user('g1', 'parent'), user('g2', 'parent'), user('g3', 'guardian'), user('g4', 'parent', { enabledUser: 0 })],
      ...[user('g5', 'relative'), user('g6', 'aide')],
    ],
    demographics: [
      { sourcedId: ADA.id, birthDate: BIRTH_DATE },
      { sourcedId: BEN.id, birthDate: '2010-01-31' },
    ],
    contacts: [
      ...(rows.contacts ?? []),
      {
        ...{ studentSourcedId: ADA.id, contactId: 'g5', relation: 'Stepmother', givenName: 'Stella' },
        ...{ phone: '+1 555 0177', email: 'stella@example.org', legalGuardian: 0 },
      },
    ],
  };
}

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  requests = countRequests();
  await Promise.all([seedResults(), seedRecords('', 4, districtRecords())]);
});
beforeEach(async () => {
  [now, familyAccessAt18] = [BEFORE, 'consent'];
  await engine.clear();
  await seedDistrict();
  requests.reset();
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

type Claims = Record<string, string>;
const at = (route: string, claims: Claims, more: Partial<Call> = {}) => call(handler, { route, claims, ...more });
const children = (claims: Claims) => at('GET /v1/portal/students', claims);
const own = (claims: Claims, id: string = ADA.id, tail = '') =>
  at(`GET /v1/portal/students/{id}${tail}`, claims, { params: { id } });
const idsOf = ({ json }: Answer) => json.items.map(({ sourcedId }: { sourcedId: string }) => sourcedId);
/** Any other answer of the portal is JSON. */
async function htmlOf(claims: Claims): Promise<string> {
  const event = eventOf({ route: 'GET /v1/portal/students/{id}/export.html', claims, params: { id: ADA.id } });
  const { body = '', statusCode, isBase64Encoded } = await handler(event, {} as Context);
  expect(statusCode).toBe(200);
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
}

const consent = (body: object = {}, claims = ADA_HERSELF, key = 'key-1') =>
  at('POST /v1/portal/students/{id}/consents', claims, {
    params: { id: ADA.id },
    headers: { 'idempotency-key': key },
    body: {
      ...{ guardianSourcedId: 'g1', records: ['academic', 'discipline', 'health'], purpose: 'To help me' },
      ...{ validUntil: '2027-06-30', agree: true, ...body },
    },
  });
const revoke = (consentId: string) =>
  at('POST /v1/portal/students/{id}/consents/{consentId}/revoke', ADA_HERSELF, { params: { id: ADA.id, consentId } });
const familyAccess = (claims: Claims = CLAIMS.counselor) =>
  at('GET /v1/students/{id}/family-access', claims, { params: { id: ADA.id } });
const record = async (entries: readonly object[], headers: Claims = {}, claims: Claims = CLAIMS.counselor) => {
  const etag = String((await familyAccess()).headers['etag']);
  const sent = { params: { id: ADA.id }, body: { entries }, headers: { 'if-match': etag, ...headers } };
  return at('PUT /v1/students/{id}/family-access', claims, sent);
};
const DEPENDENT = {
  ...{ guardianSourcedId: 'g1', basis: 'dependentStudent', evidence: 'Tax year 2025, return seen' },
  ...{ verifiedOn: '2026-10-01', validUntil: '2027-04-15' },
};

describe('a family', () => {
  test('sees its own children, each with the reason, and nobody else’s', async () => {
    const mothers = await children(MOTHER);
    expect(idsOf(mothers)).toEqual([ADA.id]);
    expect(mothers.json.items[0].access).toMatchObject({ audience: 'family', scope: 'ownChild', basis: 'parent' });
    expect(idsOf(await children(NEIGHBOUR))).toEqual([BEN.id]);
    expect((await own(MOTHER)).status).toBe(200);
    for (const other of [BEN.id, DEE.id, 'stu-nobody']) {
      const hidden = await own(MOTHER, other);
      expect([hidden.status, hidden.json.code]).toEqual([404, 'student.not_found']);
    }
    expect((await own(NEIGHBOUR)).status).toBe(404);
  });

  test.each([
    ['who must not have contact', FATHER],
    ['whose account is disabled', DISABLED],
    ['whose role is not one of a family', AUNT],
    ['whom nobody has named', claimsOf('g9', 'family')],
    ['who is the student by another role', claimsOf(ADA.id, 'family')],
  ])('sees nothing in the person of one %s', async (_, claims) => {
    expect(idsOf(await children(claims))).toEqual([]);
    for (const tail of ['', '/disclosures', '/export', '/amendment-requests']) {
      expect((await own(claims, ADA.id, tail)).status).toBe(404);
    }
  });

  test('of a token without a person is told so', async () => {
    expect((await children(claimsOf(undefined, 'family'))).json.code).toBe('access.staff_unknown');
    expect((await children(CLAIMS.counselor)).json.code).toBe('access.role');
  });

  test('sees nothing of a student whose birth date nobody knows', async () => {
    expect(idsOf(await children(NEIGHBOUR))).not.toContain(DEE.id);
    expect((await own(NEIGHBOUR, DEE.id)).status).toBe(404);
  });
});

describe('the read model', () => {
  /** What only staff know, as it stands in the data. */
  const STAFF_ONLY = [
    ...[TOLD.description, 'staff-north', 'The reason nobody tells', 'Only staff know the need', 'their monitoring'],
    ...['zora-', '+1 555 0199', '+1 555 0177', 'stella@example.org', 'Father', 'absenceRate', 'field-1', 'cutPoint'],
    ...['thresholds', 'reasonCodes', 'attendanceEvents.csv', 'd'.repeat(32), 'signature', 'overrideId', 'planId'],
    ...['t1', 'i1', 'g2', 'g5', 'Given g2', '20/100', 'waived because', 'responsible'],
  ];

  async function keepStaffThings() {
    await createOverride({
      ...{ overrideId: 'f'.repeat(32), studentSourcedId: ADA.id, domain: 'attendance', tier: 2 },
      ...{ reason: 'The reason nobody tells', startsOn: '2026-10-01', expiresOn: '2026-11-01' },
      ...{ createdBy: staffId('staff-north'), createdAt: BEFORE },
    });
    await createPlan({
      ...{ planId: 'e'.repeat(32), studentSourcedId: ADA.id, domain: 'attendance', school: 'north' },
      ...{ need: 'Only staff know the need', strategy: 'A ride to school', goal: 'At school each day' },
      ...{ createdBy: staffId('staff-north'), createdAt: BEFORE },
      timeline: { startDate: '2026-09-01', endDate: '2026-12-01' },
      monitoring: { method: 'their monitoring', frequency: 'weekly', responsible: staffId('staff-north') },
    });
  }

  test('tells what the school does and sees, in a family’s words', async () => {
    await keepStaffThings();
    const { json } = await own(MOTHER);
    expect(json.domains[0]).toMatchObject({
      ...{ domain: 'attendance', tier: 2, setBySchool: true, since: '2026-10-01' },
      figures: ['7 days missed this school year: 33.33 % of the days enrolled.'],
    });
    expect(json.plans).toEqual([
      expect.objectContaining({ domain: 'attendance', goal: 'At school each day', strategy: 'A ride to school' }),
    ]);
    expect(json.courses[0]).toMatchObject({ teachers: [{ givenName: 'Bo', familyName: 'Ek' }] });
    expect(json.incidents).toMatchObject([{ behavior: TOLD.discipline, participation: 'Victim' }]);
    expect(json.credits).toEqual({ earned: 0.5, planned: 1 });
    expect(json.contacts).toEqual([
      expect.objectContaining({ relation: 'Mother', own: true, email: 'zora@example.org' }),
      { relation: 'Stepmother', givenName: 'Stella', own: false },
    ]);
    expect(json.rights).toEqual({ holder: 'parents', transferOn: '2026-10-15', until: null, basis: 'parent' });
    expect(json.sources.attendance).toMatch(/Z$/);
  });

  test.each([
    ['a parent', MOTHER],
    ['the student', ADA_HERSELF],
  ])('holds nothing that is for staff alone, for %s', async (_, claims) => {
    await keepStaffThings();
    const { text, status } = await own(claims);
    expect(status).toBe(200);
    for (const hidden of STAFF_ONLY) expect([hidden, text.includes(`"${hidden}`)]).toEqual([hidden, false]);
    for (const told of [TOLD.description, 'The reason nobody tells', 'Only staff know the need', '+1 555 0199']) {
      expect(text).not.toContain(told);
    }
  });

  test('names nobody else on file to somebody who is no legal guardian', async () => {
    const { json, text } = await own(STEPMOTHER);
    expect(json.contacts).toEqual([expect.objectContaining({ relation: 'Stepmother', own: true })]);
    expect(text).not.toContain('zora@example.org');
  });

  test('takes two requests to the table, as the list does', async () => {
    await keepStaffThings();
    requests.reset();
    await own(MOTHER);
    expect(requests.commands).toHaveLength(2);
    requests.reset();
    await children(MOTHER);
    expect(requests.commands.length).toBeLessThanOrEqual(2);
  });

  test('is on the record of disclosures before it is shown, one’s own reading too', async () => {
    await own(MOTHER);
    await own(ADA_HERSELF);
    const { disclosures } = await listDisclosures(ADA.id, { limit: 10 });
    expect(disclosures).toHaveLength(2);
    expect(disclosures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ purpose: 'portal', basis: 'parent', role: 'family' }),
        expect.objectContaining({ purpose: 'portal', basis: 'ownRecord', role: 'student' }),
      ]),
    );
    const shown = await own(MOTHER, ADA.id, '/disclosures');
    expect(shown.json.items.map(({ own: mine }: { own: boolean }) => mine).sort()).toEqual([false, true]);
    expect(shown.text).not.toContain('g1');
  });

  test('is handed out whole, as JSON and as a page, without descriptions that may name others', async () => {
    const json = await own(MOTHER, ADA.id, '/export');
    expect(json.status).toBe(200);
    expect(json.text).not.toContain(TOLD.description);
    expect(json.json.sections.map(({ name }: { name: string }) => name)).toContain('attendance');
    const page = await htmlOf(ADA_HERSELF);
    expect(page.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect([page.includes(TOLD.discipline), page.includes(TOLD.description)]).toEqual([true, false]);
  });
});

describe('on the 18th birthday', () => {
  test('the rights move at midnight of the district’s clock, not of UTC', async () => {
    now = '2026-10-15T04:59:59.999Z';
    expect((await own(MOTHER)).status).toBe(200);
    now = '2026-10-15T05:00:00.000Z';
    expect((await own(MOTHER)).status).toBe(404);
    expect(idsOf(await children(MOTHER))).toEqual([]);
    expect((await own(ADA_HERSELF)).json.rights).toMatchObject({ holder: 'student', basis: 'ownRecord' });
  });

  test('the student lets the mother see the academic record alone, and takes it back', async () => {
    now = AFTER;
    const given = await consent({ records: ['academic'] });
    expect([given.status, given.json.inForce]).toEqual([201, true]);
    const seen = await own(MOTHER);
    expect(seen.json.access).toMatchObject({ basis: 'consent', classes: ['directory', 'academic'] });
    expect(seen.json.rights).toMatchObject({ holder: 'student', basis: 'consent', until: '2027-06-30' });
    expect([
      seen.json.incidents,
      seen.json.programs.map(({ programType }: { programType: string }) => programType),
    ]).toEqual([...[undefined, ['EL']]]);
    expect(seen.text).not.toContain(TOLD.discipline);
    const exported = await own(MOTHER, ADA.id, '/export');
    expect(exported.text).not.toContain(TOLD.discipline);
    expect(exported.text).not.toContain(TOLD.health);
    expect(idsOf(await children(MOTHER))).toEqual([ADA.id]);
    expect((await own(STEPMOTHER)).status).toBe(404);
    expect((await revoke(given.json.consentId)).json).toMatchObject({ inForce: false, revokedAt: AFTER });
    expect((await own(MOTHER)).status).toBe(404);
    expect(idsOf(await children(MOTHER))).toEqual([]);
  });

  test('a consent ends by itself with its last day', async () => {
    now = AFTER;
    await consent();
    now = noonOf('2027-06-30');
    expect((await own(MOTHER)).status).toBe(200);
    now = noonOf('2027-07-01');
    expect((await own(MOTHER)).status).toBe(404);
  });

  test('the same request is one consent; another with its key is refused', async () => {
    now = AFTER;
    const [first, second] = [await consent(), await consent()];
    expect(second.json).toEqual(first.json);
    expect((await consent({ purpose: 'Another' })).json.code).toBe('idempotency.key');
    const listed = await own(ADA_HERSELF, ADA.id, '/consents');
    expect(listed.json.items).toHaveLength(1);
    expect(listed.json.guardians.map(({ sourcedId }: { sourcedId: string }) => sourcedId)).toEqual(['g1', 'g5']);
    expect((await revoke('0'.repeat(32))).json.code).toBe('consent.not_found');
  });

  test('a consent is refused before 18, of a stranger, for days past, and where the district does not go by it', async () => {
    expect((await consent()).json.code).toBe('portal.rights_of_another');
    now = AFTER;
    expect((await consent({ guardianSourcedId: 'g2' })).json.code).toBe('consent.guardian_unknown');
    expect((await consent({ validUntil: '2026-10-19' })).json.code).toBe('consent.period');
    expect((await consent({ validUntil: '2036-10-19' })).json.code).toBe('consent.period');
    expect((await consent({ agree: false })).status).toBe(400);
    expect((await consent({}, MOTHER)).json.code).toBe('access.role');
    familyAccessAt18 = 'off';
    expect((await consent()).json.code).toBe('consent.not_offered');
  });

  test('without access for families at all nothing brings it back', async () => {
    now = AFTER;
    await consent();
    await record([DEPENDENT]);
    familyAccessAt18 = 'off';
    expect((await own(MOTHER)).status).toBe(404);
  });
});

describe('what staff record', () => {
  test('lets a family of a dependent student see the record up to the last day, and no longer', async () => {
    [now, familyAccessAt18] = [AFTER, 'dependentStudent'];
    const put = await record([DEPENDENT]);
    expect(put.status).toBe(200);
    expect(put.json.entries).toMatchObject([{ inForce: true, recordedBy: { sourcedId: 'staff-counselor' } }]);
    expect((await own(MOTHER)).json.access).toMatchObject({ basis: 'dependentStudent' });
    now = noonOf('2027-04-16');
    expect((await own(MOTHER)).status).toBe(404);
  });

  test('has a history, and an entry that is left out ends at once', async () => {
    [now, familyAccessAt18] = [AFTER, 'dependentStudent'];
    await record([DEPENDENT]);
    const ended = await record([]);
    expect((await own(MOTHER)).status).toBe(404);
    expect(ended.json.history).toMatchObject([
      { revision: 2, grants: [], by: { kind: 'staff', sourcedId: 'staff-counselor' } },
      { revision: 1, grants: [{ evidence: DEPENDENT.evidence }] },
    ]);
    expect((await familyAccess()).json).toEqual(ended.json);
  });

  test('is replaced only by who has seen it', async () => {
    await record([DEPENDENT]);
    expect((await record([], { 'if-match': '"0"' })).status).toBe(412);
    const put = { params: { id: ADA.id }, body: { entries: [] } };
    expect((await at('PUT /v1/students/{id}/family-access', CLAIMS.counselor, put)).status).toBe(428);
  });

  test('names guardians alone, for days that can be, and not what the student has taken back', async () => {
    now = AFTER;
    expect((await record([{ ...DEPENDENT, guardianSourcedId: 'g3' }])).json.code).toBe(
      'family_access.guardian_unknown',
    );
    expect((await record([{ ...DEPENDENT, verifiedOn: '2026-10-21' }])).json.code).toBe('family_access.period');
    expect((await record([{ ...DEPENDENT, validUntil: '2028-04-15' }])).json.code).toBe('family_access.period');
    const signed = { ...DEPENDENT, basis: 'consent', verifiedOn: '2026-10-16' };
    const [{ grantId }] = (await record([signed])).json.entries;
    expect((await own(MOTHER)).status).toBe(200);
    expect((await revoke(grantId)).json).toMatchObject({ recordedBy: 'staff', inForce: false });
    expect((await own(MOTHER)).status).toBe(404);
    expect((await record([signed])).json.entries).toMatchObject([{ grantId, inForce: false }]);
    expect((await record([{ ...signed, validUntil: '2027-05-01' }])).json.code).toBe('family_access.revoked');
    now = noonOf('2026-10-21');
    await record([{ ...signed, verifiedOn: '2026-10-21' }]);
    expect((await own(MOTHER)).status).toBe(200);
  });

  test('is for those who support the student, and for nobody of the family', async () => {
    expect((await familyAccess(CLAIMS.interventionist)).status).toBe(403);
    expect((await familyAccess(MOTHER)).status).toBe(403);
    expect((await familyAccess(claimsOf('staff-counselor-2', 'counselor'))).status).toBe(404);
    expect((await familyAccess(CLAIMS.districtAdmin)).json).toMatchObject({
      ...{ rightsHolder: 'parents', rightsTransferOn: '2026-10-15', familyAccessAt18: 'consent' },
    });
  });
});

describe('a request to amend the record', () => {
  const ask = (claims: Claims) =>
    at('POST /v1/portal/students/{id}/amendment-requests', claims, {
      params: { id: ADA.id },
      body: {
        about: { section: 'attendance', reference: '21 September' },
        requested: 'Excused',
        grounds: 'She was ill',
      },
    });
  const asked = (claims: Claims) => own(claims, ADA.id, '/amendment-requests');

  test('is the parents’ before 18 and the student’s from then on', async () => {
    expect((await ask(MOTHER)).json).toMatchObject({ state: 'open', requestedBy: { relation: 'parent' } });
    expect((await ask(ADA_HERSELF)).json.code).toBe('portal.rights_of_another');
    expect((await asked(MOTHER)).json.items).toHaveLength(1);
    now = AFTER;
    await consent();
    expect((await ask(MOTHER)).json.code).toBe('portal.rights_of_another');
    expect((await ask(ADA_HERSELF)).json).toMatchObject({ requestedBy: { relation: 'eligibleStudent' } });
    const listed = await asked(ADA_HERSELF);
    expect(listed.json.items).toHaveLength(2);
    expect(listed.text).not.toContain('"g1"');
  });
});
