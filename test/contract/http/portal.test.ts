import { describe, expect, test } from 'vitest';
import { staffId } from '../../../shared/domain/identity.ts';
import { listDisclosures } from '../../../shared/store/disclosures.ts';
import { createOverride } from '../../../shared/store/overrides.ts';
import { createPlan } from '../../../shared/store/plans.ts';
import { ADA, BEN, CLAIMS, claimsOf, DEE } from './district.ts';
import {
  ADA_HERSELF,
  AFTER,
  AUNT,
  at,
  BEFORE,
  children,
  consent,
  DISABLED,
  FATHER,
  htmlOf,
  idsOf,
  inTheDistrictOfThePortal,
  MOTHER,
  NEIGHBOUR,
  own,
  portal,
  STEPMOTHER,
} from './portalCalls.ts';
import { TOLD } from './recordedStudent.ts';
import { countRequests } from './requests.ts';

type Claims = Record<string, string>;
inTheDistrictOfThePortal();
const requests = countRequests();

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
    portal.now = AFTER;
    await consent();
    expect((await ask(MOTHER)).json.code).toBe('portal.rights_of_another');
    expect((await ask(ADA_HERSELF)).json).toMatchObject({ requestedBy: { relation: 'eligibleStudent' } });
    const listed = await asked(ADA_HERSELF);
    expect(listed.json.items).toHaveLength(2);
    expect(listed.text).not.toContain('"g1"');
  });
});
