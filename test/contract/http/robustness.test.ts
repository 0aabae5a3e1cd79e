import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ROLES } from '../../../shared/domain/access/roles.ts';
import { CONTRACTS } from '../../../shared/http/contracts.ts';
import type { Route } from '../../../shared/http/route.ts';
import { serve } from '../../../shared/http/serve.ts';
import { type Answer, type Call, call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ALL_ROUTES, parametersOf } from './allRoutes.ts';
import { CLAIMS, PERSONAL, STUDENTS, seedDistrict, seedResults, tenantWithStaffClaim } from './district.ts';
import { startLake } from './lake.ts';

const reads = ALL_ROUTES.filter((route) => route.method === 'GET');
/** More requests in one minute of the clock than anybody may make. */
const limits = async () => {};
const clock = () => new Date('2026-10-08T23:00:00Z');
const handler = serve(ALL_ROUTES, { tenant: tenantWithStaffClaim, clock, limits });

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  await Promise.all([seedDistrict(), seedResults()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

const route = fc.constantFrom(...reads);
const word = fc.oneof(
  fc.constantFrom('north', '09', '1', '2', 'notAssessed', 'attendance', 'mine', 'true', 'id', 'name', '50', '2026'),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('STUDENT#stu-ada', '../..', "' OR 1=1 --", '__proto__', '%00', '{"$ne":1}', '-1', '1e9', '٣'),
);
const parameter = fc.oneof(
  fc.constantFrom('school', 'grade', 'tier', 'domain', 'caseload', 'exited', 'sort', 'limit', 'cursor', 'file', 'code'),
  fc.constantFrom('status', '__proto__', 'constructor', ''),
);
const query = fc
  .array(fc.tuple(parameter, word), { maxLength: 5 })
  .map((pairs) => new URLSearchParams(pairs).toString());
const ids = fc.oneof(fc.constantFrom(...STUDENTS.map((each) => each.id as string)), word);
const claims = fc.constantFrom(...ROLES).map((role) => CLAIMS[role]);

const requestOf = (target: Route, id: string, text: string, of: Record<string, string>): Call => ({
  route: `${target.method} ${target.path}`,
  claims: of,
  query: text,
  params: Object.fromEntries(parametersOf(target).map((name) => [name, id])),
});

/** A parameter that carries meaning, or a complaint that names it. */
const answered = ({ status, json }: Answer) => status < 500 && (status < 400 || typeof json.code === 'string');

describe('every operation of the document', () => {
  test('is served once', () => {
    expect(ALL_ROUTES.map((each) => each.operationId).toSorted()).toEqual(
      CONTRACTS.map((contract) => contract.operationId).toSorted(),
    );
  });
});

describe('whatever the query, the id and the caller', () => {
  test('a read is answered, never by a failure of ours', async () => {
    await fc.assert(
      fc.asyncProperty(route, ids, query, claims, async (target, id, text, of) => {
        const answer = await call(handler, requestOf(target, id, text, of));
        expect(answered(answer)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  test('a write without a sensible body is refused, never by a failure of ours', async () => {
    const writes = ALL_ROUTES.filter((each) => each.body !== undefined);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...writes), ids, fc.json(), claims, async (target, id, body, of) => {
        const request = { ...requestOf(target, id, '', of), body, headers: { 'idempotency-key': 'k' } };
        const answer = await call(handler, request);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answered(answer)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('logs and problems', () => {
  test('carry no name and no id of anybody, whatever is asked for and refused', async () => {
    const written: string[] = [];
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation((...parts) => void written.push(parts.join(' '))),
    );
    const streams = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0),
    );
    const problems: string[] = [];
    for (const target of reads) {
      for (const role of ROLES) {
        for (const { id } of STUDENTS) {
          const queries = ['', `grade=${id}&grade=x`, `sort=${id}`, `cursor=${id}`];
          for (const text of queries) {
            const answer = await call(handler, requestOf(target, id, text, CLAIMS[role]));
            if (answer.status >= 400) problems.push(answer.text);
          }
        }
      }
    }
    for (const spy of [...spies, ...streams]) spy.mockRestore();
    const logs = written.join('\n');
    expect(logs).toContain('getStudentTiers');
    for (const secret of PERSONAL) {
      expect(logs).not.toContain(secret);
      expect(problems.join('\n')).not.toContain(secret);
    }
  });
});
