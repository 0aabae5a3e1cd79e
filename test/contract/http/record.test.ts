import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handler as recordDisclosures } from '../../../functions/record-disclosures/handler.ts';
import { type StudentId, staffId, studentId } from '../../../shared/domain/identity.ts';
import { overrideContracts } from '../../../shared/http/interventions/overrideContracts.ts';
import { interventionRoutes } from '../../../shared/http/interventions/routes.ts';
import { type Recorder, tableRecorder } from '../../../shared/http/recorder.ts';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { listAudit } from '../../../shared/store/audit.ts';
import { listDisclosures, sweepDisclosures } from '../../../shared/store/disclosures.ts';
import { documents } from '../../../shared/store/documents.ts';
import { DISCLOSING } from '../../../shared/store/keys.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, BEN, CLAIMS, CLEO, claimsOf, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

const NOW = new Date('2026-10-05T15:00:00.000Z');
let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
const broken = { disclosures: false, audit: false };
const recorder: Recorder = {
  begun: (entry) => (broken.audit ? Promise.reject(new Error('no table')) : tableRecorder.begun(entry)),
  ended: tableRecorder.ended,
  disclosed: (answered, shown) =>
    broken.disclosures ? Promise.reject(new Error('no table')) : tableRecorder.disclosed(answered, shown),
};
const handler = serve([...studentRoutes, ...interventionRoutes], {
  tenant: tenantWithStaffClaim,
  clock: () => NOW,
  recorder,
});

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(async () => {
  await engine.clear();
  await Promise.all([seedDistrict(), seedResults()]);
});
afterEach(() => {
  broken.disclosures = false;
  broken.audit = false;
});

const profile = (claims: Record<string, string>, id: StudentId, headers = {}) =>
  call(handler, { route: 'GET /v1/students/{id}', claims, params: { id }, headers });
const list = (claims: Record<string, string>, headers = {}) =>
  call(handler, { route: 'GET /v1/students', claims, headers });
const override = (claims: Record<string, string>) =>
  call(handler, {
    route: `POST ${overrideContracts[0].path}`,
    claims,
    params: { id: ADA.id },
    body: { domain: 'attendance', tier: 3, reason: 'A crisis', expiresOn: '2026-10-09' },
  });
const disclosuresOf = async (id: StudentId) => (await listDisclosures(id, { limit: 100 })).disclosures;
const audited = async () => (await listAudit('2026-10-05', { limit: 100, where: () => true })).records;

/** What the stream would bring: the items written by answers about several students. */
async function streamed() {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: environment('STUDENT_TABLE') }));
  const keys = Items.filter((item) => String(item['pk']).startsWith(DISCLOSING));
  return { Records: keys.map(({ pk, sk }) => ({ dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } })) };
}

describe('a student who is shown', () => {
  test('has it on record: to whom, when, which classes, for what and on which ground', async () => {
    expect((await profile(CLAIMS.teacher, ADA.id)).status).toBe(200);
    expect(await disclosuresOf(ADA.id)).toEqual([
      {
        requestId: 'request-1',
        at: NOW.toISOString(),
        operationId: 'getStudent',
        purpose: 'studentSupport',
        recipient: { subject: 'staff-teacher', sourcedId: 'staff-teacher' },
        ...{ audience: 'staff', role: 'teacher', scope: 'caseload', bases: ['caseManager'], basis: 'schoolOfficial' },
        classes: ['directory', 'academic', 'discipline'],
      },
    ]);
  });

  test('is not, when that cannot be put on record', async () => {
    broken.disclosures = true;
    const answer = await profile(CLAIMS.counselor, ADA.id);
    expect(answer).toMatchObject({ status: 503, json: { code: 'record.unavailable' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toContain('Zimmermann');
  });

  test('a student who is hidden has nothing on record', async () => {
    expect((await profile(CLAIMS.teacher, CLEO.id)).status).toBe(404);
    expect(await disclosuresOf(CLEO.id)).toEqual([]);
  });
});

describe('a list', () => {
  test('is one item before it goes out, and each student’s own record behind it, whether the stream tells once or twice', async () => {
    expect((await list(CLAIMS.counselor)).json.items).toHaveLength(2);
    const once = await streamed();
    expect(once.Records).toHaveLength(1);
    await recordDisclosures(once as never);
    await recordDisclosures(once as never);
    expect((await streamed()).Records).toEqual([]);
    for (const id of [ADA.id, CLEO.id]) {
      expect(await disclosuresOf(id)).toMatchObject([{ operationId: 'listStudents', role: 'counselor' }]);
    }
    expect(await disclosuresOf(BEN.id)).toEqual([]);
  });

  test('that the stream has left behind is told apart by the sweep, a fresh one is not', async () => {
    await list(CLAIMS.counselor);
    expect(await sweepDisclosures(new Date(NOW.getTime() + 60_000))).toBe(0);
    expect(await sweepDisclosures(new Date(NOW.getTime() + 3_600_000))).toBe(2);
    expect(await sweepDisclosures(new Date(NOW.getTime() + 3_600_000))).toBe(0);
    expect(await disclosuresOf(ADA.id)).toHaveLength(1);
  });
});

describe('the audit', () => {
  test('has a change with its author, target and outcome', async () => {
    expect((await override(CLAIMS.counselor)).status).toBe(201);
    expect(await audited()).toEqual([
      {
        requestId: 'request-1',
        at: NOW.toISOString(),
        operationId: 'createOverride',
        actor: { subject: 'staff-counselor', roles: ['counselor'], sourcedId: 'staff-counselor' },
        target: { id: ADA.id },
        outcome: { status: 201 },
      },
    ]);
  });

  test('has what was refused, and why', async () => {
    expect((await override(CLAIMS.teacher)).status).toBe(403);
    expect(await audited()).toMatchObject([{ outcome: { status: 403, problem: 'access.role' } }]);
  });

  test('lets nothing be changed that it cannot note', async () => {
    broken.audit = true;
    expect(await override(CLAIMS.counselor)).toMatchObject({ status: 503, json: { code: 'record.unavailable' } });
    broken.audit = false;
    const overrides = await call(handler, {
      route: 'GET /v1/students/{id}/overrides',
      claims: CLAIMS.counselor,
      params: { id: ADA.id },
    });
    expect(overrides.json.items).toEqual([]);
  });
});

describe('support that looks in another’s place', () => {
  const inPlaceOf = (staff: string) => ({ 'waymark-act-as': staff });

  test('sees whom the other sees, no more than both may, and is named in the answer and on record', async () => {
    const seen = await list(CLAIMS.districtAdmin, inPlaceOf('staff-counselor'));
    expect(seen.json.items.map((each: { sourcedId: string }) => each.sourcedId).sort()).toEqual([ADA.id, CLEO.id]);
    const { json } = await profile(CLAIMS.districtAdmin, ADA.id, inPlaceOf('staff-counselor'));
    expect(json.access).toMatchObject({ role: 'counselor', scope: 'caseload', impersonatedBy: 'staff-district' });
    expect(json.access.classes).not.toContain('restrictedNotes');
    expect((await profile(CLAIMS.districtAdmin, BEN.id, inPlaceOf('staff-counselor'))).status).toBe(404);
    expect(await disclosuresOf(ADA.id)).toMatchObject([
      { recipient: { sourcedId: 'staff-counselor', impersonatedBy: 'staff-district' } },
    ]);
    const [first] = await audited();
    expect(first?.actor).toMatchObject({ sourcedId: 'staff-counselor', impersonatedBy: 'staff-district' });
  });

  test.each([
    ['a school administrator', CLAIMS.schoolAdmin, 'staff-counselor', 403, 'impersonation.not_allowed'],
    ['a counselor', CLAIMS.counselor, 'staff-north', 403, 'impersonation.not_allowed'],
    [
      'an administrator whom rostering does not know',
      claimsOf(undefined, 'districtAdmin'),
      'staff-north',
      403,
      'impersonation.not_allowed',
    ],
    ['nobody known', CLAIMS.districtAdmin, 'nobody', 404, 'impersonation.staff_unknown'],
    ['no id at all', CLAIMS.districtAdmin, '\u0000', 404, 'impersonation.staff_unknown'],
  ])('is refused to or about %s', async (_, claims, other, status, code) => {
    expect(await list(claims, inPlaceOf(other))).toMatchObject({ status, json: { code } });
  });

  test('changes nothing', async () => {
    const answer = await call(handler, {
      route: 'POST /v1/students/{id}/overrides',
      claims: CLAIMS.districtAdmin,
      params: { id: ADA.id },
      headers: inPlaceOf('staff-counselor'),
      body: { domain: 'attendance', tier: 3, reason: 'A crisis', expiresOn: '2026-10-09' },
    });
    expect(answer).toMatchObject({ status: 403, json: { code: 'impersonation.read_only' } });
  });
});

test('pages of disclosures and of the audit go on where the page before ended', async () => {
  for (let n = 0; n < 5; n++) {
    const at = new Date(NOW.getTime() + n * 1000).toISOString();
    const actor = { subject: 'x' as never, roles: [] };
    const entry = { requestId: `r${n}`, at, operationId: n % 2 ? 'odd' : 'even', actor, target: {} };
    await tableRecorder.begun(entry);
    if (n !== 2) await tableRecorder.ended(entry, { status: 200 });
    await tableRecorder.disclosed(
      {
        requestId: `r${n}`,
        at,
        operationId: 'x',
        purpose: 'studentSupport',
        recipient: { subject: 'x' as never, impersonatedBy: staffId('s') },
      },
      [
        {
          audience: 'staff',
          role: 'counselor',
          scope: 'caseload',
          basis: 'schoolOfficial',
          classes: ['directory'],
          students: [studentId('stu-x')],
        },
      ],
    );
  }
  const first = await listAudit('2026-10-05', { limit: 2, where: ({ operationId }) => operationId === 'even' });
  const second = await listAudit('2026-10-05', {
    limit: 2,
    after: first.after,
    where: ({ operationId }) => operationId === 'even',
  });
  expect([...first.records, ...second.records].map(({ requestId, outcome }) => [requestId, outcome?.status])).toEqual([
    ['r4', 200],
    ['r2', undefined],
    ['r0', 200],
  ]);
  const page = await listDisclosures(studentId('stu-x'), { limit: 3 });
  const rest = await listDisclosures(studentId('stu-x'), { limit: 3, after: page.after });
  expect([...page.disclosures, ...rest.disclosures].map(({ requestId }) => requestId)).toEqual([
    'r4',
    'r3',
    'r2',
    'r1',
    'r0',
  ]);
});
