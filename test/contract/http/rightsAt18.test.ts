import { describe, expect, test } from 'vitest';
import { ADA, CLAIMS, claimsOf } from './district.ts';
import {
  ADA_HERSELF,
  AFTER,
  at,
  children,
  consent,
  DEPENDENT,
  familyAccess,
  idsOf,
  inTheDistrictOfThePortal,
  MOTHER,
  noonOf,
  own,
  portal,
  record,
  revoke,
  STEPMOTHER,
} from './portalCalls.ts';
import { TOLD } from './recordedStudent.ts';

inTheDistrictOfThePortal();

describe('on the 18th birthday', () => {
  test('the rights move at midnight of the district’s clock, not of UTC', async () => {
    portal.now = '2026-10-15T04:59:59.999Z';
    expect((await own(MOTHER)).status).toBe(200);
    portal.now = '2026-10-15T05:00:00.000Z';
    expect((await own(MOTHER)).status).toBe(404);
    expect(idsOf(await children(MOTHER))).toEqual([]);
    expect((await own(ADA_HERSELF)).json.rights).toMatchObject({ holder: 'student', basis: 'ownRecord' });
  });

  test('the student lets the mother see the academic record alone, and takes it back', async () => {
    portal.now = AFTER;
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
    portal.now = AFTER;
    await consent();
    portal.now = noonOf('2027-06-30');
    expect((await own(MOTHER)).status).toBe(200);
    portal.now = noonOf('2027-07-01');
    expect((await own(MOTHER)).status).toBe(404);
  });

  test('the same request is one consent; another with its key is refused', async () => {
    portal.now = AFTER;
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
    portal.now = AFTER;
    expect((await consent({ guardianSourcedId: 'g2' })).json.code).toBe('consent.guardian_unknown');
    expect((await consent({ validUntil: '2026-10-19' })).json.code).toBe('consent.period');
    expect((await consent({ validUntil: '2036-10-19' })).json.code).toBe('consent.period');
    expect((await consent({ agree: false })).status).toBe(400);
    expect((await consent({}, MOTHER)).json.code).toBe('access.role');
    portal.familyAccessAt18 = 'off';
    expect((await consent()).json.code).toBe('consent.not_offered');
  });

  test('without access for families at all nothing brings it back', async () => {
    portal.now = AFTER;
    await consent();
    await record([DEPENDENT]);
    portal.familyAccessAt18 = 'off';
    expect((await own(MOTHER)).status).toBe(404);
  });
});

describe('what staff record', () => {
  test('lets a family of a dependent student see the record up to the last day, and no longer', async () => {
    [portal.now, portal.familyAccessAt18] = [AFTER, 'dependentStudent'];
    const put = await record([DEPENDENT]);
    expect(put.status).toBe(200);
    expect(put.json.entries).toMatchObject([{ inForce: true, recordedBy: { sourcedId: 'staff-counselor' } }]);
    expect((await own(MOTHER)).json.access).toMatchObject({ basis: 'dependentStudent' });
    portal.now = noonOf('2027-04-16');
    expect((await own(MOTHER)).status).toBe(404);
  });

  test('has a history, and an entry that is left out ends at once', async () => {
    [portal.now, portal.familyAccessAt18] = [AFTER, 'dependentStudent'];
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
    portal.now = AFTER;
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
    portal.now = noonOf('2026-10-21');
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
