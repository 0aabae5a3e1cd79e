import { recordRoutes } from '../../../shared/http/records/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { type Answer, call } from '../../unit/http/request.ts';
import { eachInFreshTables } from '../freshTables.ts';
import { CLAIMS, seedDistrict, tenantWithStaffClaim } from './district.ts';

export type Claims = Record<string, string>;

/** 22:00 on 7 October in the district (Chicago), though it is the 8th in UTC already. */
const EVENING = '2026-10-08T03:00:00.000Z';

/** The routes of a student's record as people call them, at an instant that the test moves. */
export class RecordCalls {
  now = EVENING;
  readonly #serve = serve(recordRoutes, { tenant: tenantWithStaffClaim, clock: () => new Date(this.now) });
  #keys = 0;

  get(path: string, params: Claims, claims: Claims = CLAIMS.counselor, query = '', headers: Claims = {}) {
    return call(this.#serve, { route: `GET ${path}`, params, claims, query, headers });
  }

  /** With an Idempotency-Key of its own unless one is given. */
  post(path: string, params: Claims, body: unknown, claims: Claims = CLAIMS.counselor, headers: Claims = {}) {
    const key = headers['idempotency-key'] ?? `key-${++this.#keys}`;
    const all = { ...headers, 'idempotency-key': key };
    return call(this.#serve, { route: `POST ${path}`, params, claims, body, headers: all });
  }

  put(path: string, params: Claims, body: unknown, claims: Claims = CLAIMS.counselor, headers: Claims = {}) {
    return call(this.#serve, { route: `PUT ${path}`, params, claims, body, headers });
  }
}

export const etagOf = (answer: Answer): string => String(answer.headers['etag']);
export const ifMatch = (answer: Answer): Claims => ({ 'if-match': etagOf(answer) });

/** The calls for the tests of a file, each of which has the sample district as seeded and the instant as at first. */
export function recordCallsOfTests(): RecordCalls {
  const calls = new RecordCalls();
  eachInFreshTables(async () => {
    calls.now = EVENING;
    await seedDistrict();
  });
  return calls;
}
