import { configurationRoutes } from '../../../shared/http/configuration/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { call } from '../../unit/http/request.ts';
import { eachInFreshTables } from '../freshTables.ts';
import { CLAIMS, tenantWithStaffClaim } from './district.ts';

const PATH = '/v1/config/thresholds';
/** 10:00 in Chicago: the 7th has closed, the 8th has not. */
export const MORNING = '2026-10-08T15:00:00.000Z';
/** 18:00 there. */
export const EVENING = '2026-10-08T23:00:00.000Z';
export const WINTER = { effectiveFrom: '2026-12-01', attendance: { tier2: '8/100' } };

type Claims = Record<string, string>;

export interface Sent {
  readonly claims?: Claims;
  /** The list's ETag of now when left out; null sends none. */
  readonly ifMatch?: string | null;
}

/** The routes of the configuration at an instant that can be moved, for a tenant file that can be exchanged. */
export function thresholdCalls() {
  const at: { now: string; tenant: () => LoadedTenant } = { now: MORNING, tenant: tenantWithStaffClaim };
  const handler = serve(configurationRoutes, { tenant: () => at.tenant(), clock: () => new Date(at.now) });
  const get = (claims: Claims | null = CLAIMS.districtAdmin) => call(handler, { route: `GET ${PATH}`, claims });
  const etag = async () => String((await get()).headers['etag']);
  async function send(method: 'PUT' | 'DELETE', version: string, body: unknown, { claims, ifMatch }: Sent) {
    const tag = ifMatch === undefined ? await etag() : ifMatch;
    return call(handler, {
      route: `${method} ${PATH}/{version}`,
      params: { version },
      claims: claims ?? CLAIMS.districtAdmin,
      ...(body !== undefined && { body }),
      headers: tag === null ? {} : { 'if-match': tag },
    });
  }
  return {
    ...{ at, get, etag },
    put: (version: string, body: unknown, sent: Sent = {}) => send('PUT', version, body, sent),
    withdraw: (version: string, sent: Sent = {}) => send('DELETE', version, undefined, sent),
    history: async (query = '') =>
      (await call(handler, { route: `GET ${PATH}/history`, query, claims: CLAIMS.districtAdmin })).json,
  };
}

/** The calls for the tests of a file, each of which has no set but the tenant file's, and the morning again. */
export function thresholdCallsOfTests() {
  const calls = thresholdCalls();
  const clear = eachInFreshTables(() => Object.assign(calls.at, { now: MORNING, tenant: tenantWithStaffClaim }));
  return { ...calls, clear };
}
