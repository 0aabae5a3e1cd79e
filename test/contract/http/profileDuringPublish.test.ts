import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { flip } from '../../../shared/store/published.ts';
import { memoryRecorder } from '../../unit/http/memoryRecorder.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { BEN, CLAIMS, POINTER, PUBLICATION, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';
import { seedRecords } from './recordedStudent.ts';

const handler = serve(studentRoutes, { tenant: tenantWithStaffClaim, recorder: memoryRecorder() });
let engine: DynamoEngine;
let lake: { stop(): Promise<void> };

const contactOf = (givenName: string) => ({
  users: [{ sourcedId: BEN.id, role: 'student', givenName: 'Ben', familyName: 'Abernathy' }],
  contacts: [{ studentSourcedId: BEN.id, contactId: 'g1', relation: 'Mother', givenName }],
});

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  await Promise.all([seedDistrict(), seedResults()]);
  await seedRecords(BEN.id, 4, contactOf('Before'));
  await seedRecords(BEN.id, 5, contactOf('After'));
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

test('a profile that is read while a run is published is of one publication, and its sections of that one’s edition', async () => {
  const seen = new Set<string>();
  let isOver = false;
  const reader = async () => {
    for (let more = 3; more > 0; more -= isOver ? 1 : 0) {
      const { status, json } = await call(handler, {
        route: 'GET /v1/students/{id}',
        claims: CLAIMS.districtAdmin,
        params: { id: BEN.id },
      });
      expect(status).toBe(200);
      seen.add(`${json.edition} ${json.domains[0].tier} ${json.sections.contacts.items[0].givenName}`);
    }
  };
  const readers = Array.from({ length: 4 }, reader);
  await new Promise((resume) => setTimeout(resume, 100));
  expect(await flip({ ...POINTER, publication: PUBLICATION + 1, edition: 5 })).toBe(true);
  isOver = true;
  await Promise.all(readers);
  expect([...seen].sort()).toEqual(['4 1 Before', '5 3 After']);
});
