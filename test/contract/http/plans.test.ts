import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import { interventionRoutes } from '../../../shared/http/interventions/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { call } from '../../unit/http/request.ts';
import { nights } from '../assess/nights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, AS_OF, CLAIMS, CLEO, seedDistrict, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

const handler = serve(interventionRoutes, {
  tenant: tenantWithStaffClaim,
  clock: () => new Date('2026-10-08T23:00:00Z'),
});

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  await seedDistrict();
  await nights(s3Lake(environment('LAKE_BUCKET'))).publishEdition(1, districtRows([]), AS_OF);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

const planFor = (student: string) => ({
  studentSourcedId: student,
  domain: 'attendance',
  need: 'Misses Mondays',
  strategy: 'Ten minutes each week',
  timeline: { startDate: '2026-10-08', endDate: '2026-12-18' },
  goal: 'At most one absence in four weeks',
  monitoring: { method: 'absences since', frequency: 'weekly', responsibleSourcedId: 'staff-counselor' },
});

const start = (body: object, key?: string, claims = CLAIMS.counselor) =>
  call(handler, {
    route: 'POST /v1/plans',
    body,
    claims,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });

describe('starting a plan with an Idempotency-Key', () => {
  test('makes one plan of the same request, however often it comes', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => start(planFor(ADA.id), 'form-1')));
    const made = answers.filter(({ status }) => status === 201);
    // Those that met another one in the store may say so; sent again they show the one plan.
    expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
    const again = await start(planFor(ADA.id), 'form-1');
    expect(made.length).toBeGreaterThan(0);
    for (const { json } of made) expect(json).toEqual(again.json);
  });

  test('is refused for another request, and shows nothing of the first one', async () => {
    const first = await start(planFor(ADA.id), 'form-2');
    const other = await start(planFor(CLEO.id), 'form-2');
    const changed = await start({ ...planFor(ADA.id), goal: 'None at all' }, 'form-2');
    expect([first.status, other.status, changed.status]).toEqual([201, 400, 400]);
    expect([other.json.code, changed.json.code]).toEqual(['idempotency.key', 'idempotency.key']);
    expect(other.text).not.toContain(first.json.planId);
  });

  test('is a plan of its own for every author', async () => {
    const mine = await start(planFor(ADA.id), 'form-3');
    const theirs = await start(planFor(ADA.id), 'form-3', CLAIMS.schoolAdmin);
    expect(theirs.status).toBe(201);
    expect(theirs.json.planId).not.toBe(mine.json.planId);
  });
});

describe('starting a plan', () => {
  test('is refused for who is not among the caller’s students, and for days without school', async () => {
    expect((await start(planFor(studentId('stu-ben')))).json.code).toBe('student.not_found');
    const summer = { startDate: '2026-07-01', endDate: '2026-07-31' };
    expect((await start({ ...planFor(ADA.id), timeline: summer })).json.code).toBe('plan.timeline');
  });
});
