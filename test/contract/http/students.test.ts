import { beforeEach, describe, expect, test } from 'vitest';
import { explain } from '../../../shared/domain/tiers/sentence.ts';
import { seal, unseal } from '../../../shared/http/seal.ts';
import { cursorKeyOfDistrict } from '../../../shared/store/cursorKey.ts';
import { call } from '../../unit/http/request.ts';
import { ADA, AS_OF, BEN, CLAIMS, CLEO, claimsOf, DEE, EVE, RUN_ID, resultOf } from './district.ts';
import { countRequests } from './requests.ts';
import { handler, idsOf, inTheSampleDistrict, list, read, tiersOf } from './studentCalls.ts';

inTheSampleDistrict();
const requests = countRequests();
beforeEach(() => requests.reset());

describe('a list', () => {
  test.each([
    ['a school', 'school=north', [ADA.id, BEN.id, DEE.id]],
    ['a grade', 'grade=09', [ADA.id, CLEO.id]],
    ['a tier, one school after the other', 'tier=2', [DEE.id, CLEO.id]],
    ['a tier of a domain', 'tier=3&domain=attendance', [ADA.id]],
    ['leavers', 'exited=true', [EVE.id]],
    ['several at once', 'school=south&tier=2&grade=11', [DEE.id]],
    ['an unknown school', 'school=west', []],
  ])('is narrowed to %s', async (_what, query, expected) => {
    expect(idsOf(await list(CLAIMS.districtAdmin, query))).toEqual(expected);
  });

  test('of a school shows who is in scope there, and refuses nobody for asking', async () => {
    expect(idsOf(await list(CLAIMS.schoolAdmin, 'school=south'))).toEqual([]);
    expect(idsOf(await list(CLAIMS.counselor, 'school=south'))).toEqual([CLEO.id]);
  });

  test('of the caller’s own caseload leaves the rest of their scope out', async () => {
    const claims = claimsOf('staff-counselor', 'schoolAdmin', 'counselor');
    expect(idsOf(await list(claims, 'caseload=mine'))).toEqual([ADA.id, BEN.id, CLEO.id]);
  });

  test('goes by name within one school or a caseload, page by page', async () => {
    const first = await list(CLAIMS.districtAdmin, 'school=north&sort=name&limit=2');
    expect(idsOf(first)).toEqual([BEN.id, DEE.id]);
    const rest = await list(CLAIMS.districtAdmin, `school=north&sort=name&limit=2&cursor=${first.json.nextCursor}`);
    expect(idsOf(rest)).toEqual([ADA.id]);
    expect(rest.json.nextCursor).toBeUndefined();
    expect(idsOf(await list(CLAIMS.counselor, 'sort=name'))).toEqual([CLEO.id, ADA.id]);
  });

  test('of more than one school is not sorted by name', async () => {
    expect((await list(CLAIMS.districtAdmin, 'sort=name')).json.code).toBe('students.sort_by_name');
  });

  test('refuses a cursor of other filters, and a domain without a tier', async () => {
    const { json } = await list(CLAIMS.districtAdmin, 'limit=1');
    const other = await list(CLAIMS.districtAdmin, `limit=1&grade=09&cursor=${json.nextCursor}`);
    expect(other.json.code).toBe('cursor.other_query');
    expect((await list(CLAIMS.districtAdmin, 'domain=attendance')).json.errors).toEqual([
      expect.objectContaining({ parameter: 'domain' }),
    ]);
  });

  test.each([
    ['an empty one', ''],
    ['one of half a character', '\ud800'],
    ['one longer than any key', 'x'.repeat(1_100)],
    ['one of characters that no key takes', 'a\u0000'],
  ])('refuses a place that nobody was given: %s', async (_what, after) => {
    const { json } = await list(CLAIMS.districtAdmin, 'limit=1');
    const key = await cursorKeyOfDistrict();
    const [version, of] = JSON.parse(unseal(key, json.nextCursor) ?? '');
    const forged = seal(key, JSON.stringify([version, of, { source: 0, after }]));
    const answer = await list(CLAIMS.districtAdmin, `limit=1&cursor=${forged}`);
    expect([answer.status, answer.json.code]).toEqual([400, 'cursor.invalid']);
  });

  test('shows what is published, not what a running publish has written', async () => {
    const { json } = await list(CLAIMS.districtAdmin, 'school=north&grade=10');
    expect(json).toMatchObject({
      asOf: AS_OF,
      runId: RUN_ID,
      items: [{ sourcedId: BEN.id, tiers: { attendance: 1 } }],
    });
  });
});

describe('an id that is longer than a key can be', () => {
  test.each(['', '/tiers', '/tiers/history'])('is refused as a parameter at …%s', async (path) => {
    const route = `GET /v1/students/{id}${path}`;
    const answer = await call(handler, { route, claims: CLAIMS.counselor, params: { id: '💥'.repeat(255) } });
    expect([answer.status, answer.json.code]).toEqual([400, 'request.invalid']);
  });
});

describe('a student', () => {
  test('comes with directory, schools, tiers by domain and the day they speak of', async () => {
    const { json } = await read(CLAIMS.schoolAdmin, ADA.id);
    expect(json).toMatchObject({
      sourcedId: ADA.id,
      givenName: ADA.givenName,
      familyName: ADA.familyName,
      grade: '09',
      school: 'north',
      schools: ['north'],
      exited: false,
      flags: {},
      trends: { attendance: 'steady' },
      domains: [
        {
          domain: 'attendance',
          tier: 3,
          since: '2026-09-21',
          flags: [],
          thresholds: 'field-1',
          reasonCodes: ['absenceRate'],
        },
      ],
      summary: { highest: 3, domains: ['attendance'] },
      asOf: AS_OF,
      runId: RUN_ID,
      access: {
        ...{ audience: 'staff', role: 'schoolAdmin', scope: 'school', school: 'north', basis: 'schoolOfficial' },
        classes: ['directory', 'academic', 'discipline', 'health'],
      },
    });
  });
});

describe('a student’s tiers', () => {
  test('come with exact values, cut points, dates, rows, plain words, and why the caller may see them', async () => {
    const { json } = await tiersOf(CLAIMS.teacher, ADA.id);
    expect(json).toMatchObject({
      sourcedId: ADA.id,
      asOf: AS_OF,
      runId: RUN_ID,
      access: { role: 'teacher', scope: 'caseload', bases: ['caseManager'] },
    });
    const result = resultOf(ADA).domains.attendance;
    expect(json.domains[0]).toMatchObject({
      domain: 'attendance',
      tier: 3,
      since: '2026-09-21',
      asOf: AS_OF,
      thresholds: 'field-1',
      reasons: result.reasons,
      sentence: explain('attendance', result),
    });
    expect(json.domains[0].sentence).toContain('7 of 21 days');
  });

  test('come with their history, newest first, as far as it is published', async () => {
    const { json } = await tiersOf(CLAIMS.districtAdmin, ADA.id);
    expect(json.domains[0].history).toMatchObject([
      { from: 2, to: 3, cause: 'data', asOf: '2026-09-21' },
      { from: null, to: 3, cause: 'baseline', asOf: '2026-09-01' },
    ]);
  });

  test('of a hidden student are as unknown as those of nobody', async () => {
    const unknown = await tiersOf(CLAIMS.counselor, 'stu-nobody');
    const hidden = await tiersOf(CLAIMS.counselor, DEE.id);
    expect([hidden.status, hidden.text]).toEqual([404, unknown.text]);
    expect((await tiersOf(CLAIMS.dataManager, ADA.id)).status).toBe(403);
  });
});

describe('a read costs at most two requests to DynamoDB', () => {
  test.each([
    ['a student', () => read(CLAIMS.counselor, ADA.id)],
    ['a hidden student', () => read(CLAIMS.counselor, DEE.id)],
    ['a student’s tiers', () => tiersOf(CLAIMS.counselor, ADA.id)],
    ['a school’s list', () => list(CLAIMS.schoolAdmin)],
    ['a school’s list for the district', () => list(CLAIMS.districtAdmin, 'school=north&tier=3')],
    ['a school’s list by name', () => list(CLAIMS.schoolAdmin, 'sort=name')],
    ['a caseload', () => list(CLAIMS.counselor)],
    ['a caseload by name and tier', () => list(CLAIMS.teacher, 'caseload=mine&sort=name&tier=1')],
  ])('for %s', async (_what, ask) => {
    await ask();
    expect(requests.commands.length).toBeGreaterThan(0);
    requests.reset();
    await ask();
    expect(requests.commands.length).toBeLessThanOrEqual(2);
  });
});
