import { afterAll, beforeAll } from 'vitest';
import { serve } from '../../../shared/http/serve.ts';
import { studentRoutes } from '../../../shared/http/students/routes.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

type Claims = Record<string, string>;

export const handler = serve(studentRoutes, { tenant: tenantWithStaffClaim });
export const list = (claims: Claims, query = '') => call(handler, { route: 'GET /v1/students', claims, query });
export const read = (claims: Claims, id: string) =>
  call(handler, { route: 'GET /v1/students/{id}', claims, params: { id } });
export const tiersOf = (claims: Claims, id: string) =>
  call(handler, { route: 'GET /v1/students/{id}/tiers', claims, params: { id } });
export const idsOf = (answer: { json: { items: { sourcedId: string }[] } }) =>
  answer.json.items.map((item) => item.sourcedId);

/** The sample district with its results, seeded once for the tests of a file. */
export function inTheSampleDistrict(): void {
  let engine: DynamoEngine;
  let lake: { stop(): Promise<void> };
  beforeAll(async () => {
    [engine, lake] = await Promise.all([startDynamo(), startLake()]);
    await Promise.all([seedDistrict(), seedResults()]);
  });
  afterAll(() => Promise.all([engine.stop(), lake.stop()]));
}
