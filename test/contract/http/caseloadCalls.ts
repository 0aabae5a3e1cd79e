import { caseloadRoutes } from '../../../shared/http/caseloads/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { type Answer, call } from '../../unit/http/request.ts';
import { claimsOf, tenantWithStaffClaim } from './district.ts';

/** People of the sample district as the gateway names them. */
export const ADMIN = claimsOf('staff-district', 'districtAdmin');
export const PRINCIPAL = claimsOf('principal-north', 'schoolAdmin');
export const counselor = (school: string) => claimsOf(`counselor-${school}`, 'counselor');

/** The moment of the calls: noon of a day. */
export const NOON = new Date('2026-10-08T17:00:00Z');

const handler = serve(caseloadRoutes, { tenant: tenantWithStaffClaim, clock: () => NOON });

export type Claims = Record<string, string>;

export const caseloadOf = (staff: string, claims: Claims = ADMIN, query = 'limit=100'): Promise<Answer> =>
  call(handler, { route: 'GET /v1/caseloads/{staffId}', params: { staffId: staff }, query, claims });

export const mine = (claims: Claims, query = 'limit=100'): Promise<Answer> =>
  call(handler, { route: 'GET /v1/caseloads/mine', query, claims });

export const dashboard = (claims: Claims = ADMIN, query = ''): Promise<Answer> =>
  call(handler, { route: 'GET /v1/caseloads', query, claims });

export interface Reassigning {
  readonly claims?: Claims;
  readonly students?: readonly string[];
  readonly reason?: string;
  readonly key?: string;
  /** As the caller saw the caseload last; read just now unless said. */
  readonly ifMatch?: string | undefined;
}

export async function reassign(from: string, to: string, options: Reassigning = {}): Promise<Answer> {
  const { claims = ADMIN, students, reason = 'has left', key } = options;
  const ifMatch = 'ifMatch' in options ? options.ifMatch : String((await caseloadOf(from, claims)).headers['etag']);
  return call(handler, {
    route: 'POST /v1/caseloads/{staffId}/reassignments',
    params: { staffId: from },
    body: { toStaffSourcedId: to, reason, ...(students && { studentSourcedIds: students }) },
    claims,
    headers: {
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    },
  });
}

export const historyOf = (staff: string, claims: Claims = ADMIN, query = ''): Promise<Answer> =>
  call(handler, { route: 'GET /v1/caseloads/{staffId}/reassignments', params: { staffId: staff }, query, claims });

export const casesOf = (staff: string, reassignmentId: string, claims: Claims = ADMIN, query = ''): Promise<Answer> =>
  call(handler, {
    route: 'GET /v1/caseloads/{staffId}/reassignments/{reassignmentId}',
    params: { staffId: staff, reassignmentId },
    query,
    claims,
  });

/** Students of a caseload answer with their bases. */
export const casesIn = ({ json }: Answer): Record<string, string[]> =>
  Object.fromEntries(
    json.items.map((each: { student: { sourcedId: string }; bases: string[] }) => [each.student.sourcedId, each.bases]),
  );
