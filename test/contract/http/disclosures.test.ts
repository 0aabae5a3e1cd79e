import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsRoutes } from '../../../shared/http/operations/routes.ts';
import { recordRoutes } from '../../../shared/http/records/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, CLAIMS, CLEO, PERSONAL, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let clock = Date.parse('2026-10-05T15:00:00.000Z');
const handler = serve([...studentRoutes, ...recordRoutes, ...operationsRoutes], {
  tenant: tenantWithStaffClaim,
  clock: () => {
    clock += 1000;
    return new Date(clock);
  },
});

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  await Promise.all([seedDistrict(), seedResults()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

const of = (route: string, claims: Record<string, string>, id: string, query = '') =>
  call(handler, { route, claims, params: { id }, query });
const profile = 'GET /v1/students/{id}';
const disclosures = 'GET /v1/students/{id}/disclosures';
const exported = 'GET /v1/students/{id}/export';

describe('the record of disclosures', () => {
  test('tells administrators to whom a student was shown, the newest first, page by page', async () => {
    for (const claims of [CLAIMS.counselor, CLAIMS.teacher, CLAIMS.districtAdmin]) await of(profile, claims, ADA.id);
    const first = await of(disclosures, CLAIMS.schoolAdmin, ADA.id, 'limit=2');
    expect(first.json.items.map((each: { role: string }) => each.role)).toEqual(['districtAdmin', 'teacher']);
    const cursor = encodeURIComponent(first.json.nextCursor);
    const second = await of(disclosures, CLAIMS.schoolAdmin, ADA.id, `limit=2&cursor=${cursor}`);
    // What the first page was is on record by now, too; it came after the place where that page ended.
    expect(second.json.items).toMatchObject([
      {
        ...{ role: 'counselor', audience: 'staff', purpose: 'studentSupport', basis: 'schoolOfficial' },
        ...{ recipientSourcedId: 'staff-counselor', operationId: 'getStudent' },
      },
    ]);
  });

  test('is not for those who work with the student, nor for administrators of other schools', async () => {
    expect((await of(disclosures, CLAIMS.counselor, ADA.id)).status).toBe(403);
    expect((await of(disclosures, CLAIMS.schoolAdmin, CLEO.id)).status).toBe(404);
  });
});

describe('a student’s export', () => {
  test('holds tiers with reasons, history, and to whom the record was shown; and is in the audit', async () => {
    const { status, json, headers } = await of(exported, CLAIMS.schoolAdmin, ADA.id);
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe('attachment; filename="student-record.json"');
    const section = (name: string) => json.sections.find((each: { name: string }) => each.name === name);
    expect(section('tiers').items).toMatchObject([
      { domain: 'attendance', tier: 3, reasons: [{ code: 'absenceRate' }] },
    ]);
    expect(section('tierHistory').items).toHaveLength(2);
    expect(section('disclosures').items.length).toBeGreaterThan(0);
    const audit = await call(handler, {
      route: 'GET /v1/audit',
      claims: CLAIMS.districtAdmin,
      query: 'day=2026-10-05&operation=exportStudent',
    });
    expect(audit.json.items).toMatchObject([
      { target: { id: ADA.id }, actor: { sourcedId: 'staff-north' }, outcome: { status: 200 } },
    ]);
  });

  test('is a page as well, that names the student and keeps its policy', async () => {
    const answer = await of('GET /v1/students/{id}/export.html', CLAIMS.districtAdmin, ADA.id);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' });
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const html = Buffer.from(answer.text, 'base64').toString();
    expect(html).toContain('<h1>Record of GivenZimmermann Zimmermann</h1>');
  });

  test('is for administrators of the student alone', async () => {
    expect((await of(exported, CLAIMS.counselor, ADA.id)).status).toBe(403);
    expect((await of(exported, CLAIMS.schoolAdmin, CLEO.id)).status).toBe(404);
  });
});

describe('the audit', () => {
  test('is for district administrators alone, and filters by actor and student', async () => {
    expect((await call(handler, { route: 'GET /v1/audit', claims: CLAIMS.schoolAdmin })).status).toBe(403);
    await of(exported, CLAIMS.districtAdmin, CLEO.id);
    const query = `day=2026-10-05&actor=staff-district&student=${CLEO.id}`;
    const { json } = await call(handler, { route: 'GET /v1/audit', claims: CLAIMS.districtAdmin, query });
    expect(json.items).toMatchObject([{ operationId: 'exportStudent', target: { id: CLEO.id } }]);
  });

  test('never shows in a problem', async () => {
    const answer = await of(exported, CLAIMS.schoolAdmin, CLEO.id);
    for (const personal of PERSONAL) expect(answer.text).not.toContain(personal);
  });
});
