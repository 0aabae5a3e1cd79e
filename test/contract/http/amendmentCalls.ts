import type { Answer } from '../../unit/http/request.ts';
import { CLAIMS } from './district.ts';
import { type Claims, ifMatch, recordCallsOfTests } from './recordCalls.ts';

const REQUESTS = '/v1/students/{id}/amendment-requests';
export const REQUEST = `${REQUESTS}/{requestId}`;
export const ASKED = {
  about: {
    section: 'attendance',
    reference: 'Absent on 14 September',
    row: { drop: 'd'.repeat(32), file: 'attendanceEvents.csv', line: 12 },
  },
  requested: 'Present on 14 September',
  grounds: 'She was at the district’s science fair; the letter is enclosed.',
  requestedBy: { relation: 'parent' },
  receivedOn: '2026-10-05',
};

/** The routes of amendment requests for the tests of a file; each begins with the sample district and no request. */
export function amendmentCalls() {
  const calls = recordCallsOfTests();
  const ask = (student: string, body: object = ASKED, claims: Claims = CLAIMS.counselor, key?: string) =>
    calls.post(REQUESTS, { id: student }, body, claims, key === undefined ? {} : { 'idempotency-key': key });
  const read = (student: string, requestId: string, claims: Claims = CLAIMS.counselor) =>
    calls.get(REQUEST, { id: student, requestId }, claims);
  const list = (student: string, claims: Claims = CLAIMS.counselor, query = '') =>
    calls.get(REQUESTS, { id: student }, claims, query);

  /** Something happens to the request that was seen. */
  const act = (what: string, seen: Answer, body: object, claims: Claims = CLAIMS.schoolAdmin, headers: Claims = {}) =>
    calls.post(`${REQUEST}/${what}`, { id: seen.json.studentSourcedId, requestId: seen.json.requestId }, body, claims, {
      ...ifMatch(seen),
      ...headers,
    });
  const decide = (seen: Answer, decision: string, more: object = {}, claims: Claims = CLAIMS.schoolAdmin) =>
    act('decision', seen, { decision, reason: 'The roster of the fair', ...more }, claims);
  const hear = (seen: Answer, requestedOn = '2026-10-06') => act('hearing', seen, { requestedOn });
  const state = (seen: Answer, statement = 'We were there.') => act('statement', seen, { statement });
  return { calls, ask, read, list, act, decide, hear, state };
}
