import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect } from 'vitest';
import { portalRoutes } from '../../../shared/http/portal/routes.ts';
import { familyAccessRoutes } from '../../../shared/http/records/familyAccess.ts';
import { serve } from '../../../shared/http/serve.ts';
import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { type Answer, type Call, call, eventOf } from '../../unit/http/request.ts';
import type { RecordRows } from '../../unit/records/recordDistrict.ts';
import { eachInFreshTables } from '../freshTables.ts';
import { ADA, BEN, CLAIMS, claimsOf, DEE, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';
import { seedRecords, wholeRecord } from './recordedStudent.ts';

type Claims = Record<string, string>;

/** Ada turns 18 on 15 October 2026; Ben is sixteen; of Dee nobody knows the age. */
const BIRTH_DATE = '2008-10-15';
export const MOTHER = claimsOf('g1', 'family');
export const FATHER = claimsOf('g2', 'family');
export const NEIGHBOUR = claimsOf('g3', 'family');
export const DISABLED = claimsOf('g4', 'family');
export const STEPMOTHER = claimsOf('g5', 'family');
export const AUNT = claimsOf('g6', 'family');
export const ADA_HERSELF = claimsOf(ADA.id, 'student');

/** 13:00 in the district (Chicago), far from either midnight. */
export const noonOf = (day: string) => `${day}T18:00:00.000Z`;
export const BEFORE = noonOf('2026-10-05');
export const AFTER = noonOf('2026-10-20');

/** The instant of the calls, and by which rule of the district families see the record at 18. */
export const portal: { now: string; familyAccessAt18: LoadedTenant['tenant']['access']['familyAccessAt18'] } = {
  now: BEFORE,
  familyAccessAt18: 'consent',
};
const handler = serve([...portalRoutes, ...familyAccessRoutes], {
  clock: () => new Date(portal.now),
  tenant: () => {
    const { tenant, configurationVersion } = tenantWithStaffClaim();
    return {
      tenant: { ...tenant, access: { ...tenant.access, familyAccessAt18: portal.familyAccessAt18 } },
      configurationVersion,
    };
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

export const at = (route: string, claims: Claims, more: Partial<Call> = {}) =>
  call(handler, { route, claims, ...more });
export const children = (claims: Claims) => at('GET /v1/portal/students', claims);
export const own = (claims: Claims, id: string = ADA.id, tail = '') =>
  at(`GET /v1/portal/students/{id}${tail}`, claims, { params: { id } });
export const idsOf = ({ json }: Answer) => json.items.map(({ sourcedId }: { sourcedId: string }) => sourcedId);
/** Any other answer of the portal is JSON. */
export async function htmlOf(claims: Claims): Promise<string> {
  const event = eventOf({ route: 'GET /v1/portal/students/{id}/export.html', claims, params: { id: ADA.id } });
  const { body = '', statusCode, isBase64Encoded } = await handler(event, {} as Context);
  expect(statusCode).toBe(200);
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('utf8');
}

export const consent = (body: object = {}, claims = ADA_HERSELF, key = 'key-1') =>
  at('POST /v1/portal/students/{id}/consents', claims, {
    params: { id: ADA.id },
    headers: { 'idempotency-key': key },
    body: {
      ...{ guardianSourcedId: 'g1', records: ['academic', 'discipline', 'health'], purpose: 'To help me' },
      ...{ validUntil: '2027-06-30', agree: true, ...body },
    },
  });
export const revoke = (consentId: string) =>
  at('POST /v1/portal/students/{id}/consents/{consentId}/revoke', ADA_HERSELF, { params: { id: ADA.id, consentId } });
export const familyAccess = (claims: Claims = CLAIMS.counselor) =>
  at('GET /v1/students/{id}/family-access', claims, { params: { id: ADA.id } });
export const record = async (entries: readonly object[], headers: Claims = {}, claims: Claims = CLAIMS.counselor) => {
  const etag = String((await familyAccess()).headers['etag']);
  const sent = { params: { id: ADA.id }, body: { entries }, headers: { 'if-match': etag, ...headers } };
  return at('PUT /v1/students/{id}/family-access', claims, sent);
};
export const DEPENDENT = {
  ...{ guardianSourcedId: 'g1', basis: 'dependentStudent', evidence: 'Tax year 2025, return seen' },
  ...{ verifiedOn: '2026-10-01', validUntil: '2027-04-15' },
};

/** The sample district and its families for the tests of a file; each begins before the birthday with nothing recorded. */
export function inTheDistrictOfThePortal(): void {
  let lake: { stop(): Promise<void> };
  beforeAll(async () => {
    lake = await startLake();
    await Promise.all([seedResults(), seedRecords('', 4, districtRecords())]);
  });
  afterAll(() => lake.stop());
  eachInFreshTables(async () => {
    Object.assign(portal, { now: BEFORE, familyAccessAt18: 'consent' });
    await seedDistrict();
  });
}
