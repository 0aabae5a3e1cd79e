import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../../shared/http/serve.ts';
import { call } from '../../unit/http/request.ts';
import { ALL_ROUTES } from './allRoutes.ts';
import { CLAIMS } from './district.ts';
import { NOW, PEOPLE, type Seeded, startSeeded, tenant } from './generatedDistrict.ts';
import { OPERATIONS } from './generatedDocument.ts';
import { countRequests, type RequestCount } from './requests.ts';

type Claims = Record<string, string>;
/** Who usually reads, with which query. */
type Usual = readonly [Claims, string?];

const { counselor, schoolAdmin, districtAdmin, dataManager } = CLAIMS;
const MOST = 2;
const SHARE = 0.95;

/** The usual read of every operation; what an operation of the document lacks here fails the test. */
const USUAL: Readonly<Record<string, Usual>> = {
  listStudents: [schoolAdmin, 'school=north'],
  getStudent: [counselor],
  getStudentTiers: [counselor],
  getStudentTierHistory: [counselor],
  getStudentTimeline: [counselor],
  listDrops: [dataManager],
  getDrop: [dataManager],
  getRejects: [dataManager],
  listRuns: [dataManager],
  getRun: [dataManager],
  getFreshness: [counselor],
  listAudit: [districtAdmin, 'day=2026-10-08'],
  getDataInventory: [districtAdmin],
  getOpenApi: [districtAdmin],
  getUpload: [dataManager],
  getPlan: [counselor],
  listTasks: [counselor],
  listOverrides: [counselor],
  listCaseloads: [schoolAdmin],
  getMyCaseload: [counselor],
  getCaseload: [districtAdmin],
  listReassignments: [districtAdmin],
  getReassignment: [districtAdmin],
  listNotes: [counselor],
  getNote: [counselor],
  listNoteRevisions: [counselor],
  listAmendmentRequests: [schoolAdmin],
  getAmendmentRequest: [schoolAdmin],
  listDisclosures: [schoolAdmin],
  exportStudent: [schoolAdmin],
  exportStudentHtml: [schoolAdmin],
  getFamilyAccess: [counselor],
  listRightsTransfers: [schoolAdmin],
  listOwnStudents: [PEOPLE.ada],
  getOwnStudent: [PEOPLE.ada],
  listOwnDisclosures: [PEOPLE.ada],
  exportOwnStudent: [PEOPLE.ada],
  exportOwnStudentHtml: [PEOPLE.ada],
  listOwnAmendmentRequests: [PEOPLE.ada],
  listConsents: [PEOPLE.ada],
  listPurges: [districtAdmin],
  getPurge: [districtAdmin],
  getYearEnd: [districtAdmin],
  getGraduation: [schoolAdmin],
  getThresholds: [districtAdmin],
  listThresholdsChanges: [districtAdmin],
};

const WHOLE_COPY = 'a whole copy of a record, its plans each with their check-ins; held to a limit of its own';
/** Operations that need more than two, how many in this district, and why they may. */
const EXCEPTIONS: Readonly<Record<string, readonly [number, string]>> = {
  getPlan: [
    3,
    'whose a plan is stands in the plan, so that the student is read after it; and the edition of the calendar',
  ],
  getFreshness: [5, 'the edition, what has arrived of it, drops on hold and the caller’s schools, of two tables'],
  exportStudent: [15, WHOLE_COPY],
  exportStudentHtml: [15, WHOLE_COPY],
  exportOwnStudent: [15, WHOLE_COPY],
  exportOwnStudentHtml: [15, WHOLE_COPY],
};

const READS = OPERATIONS.filter(({ method }) => method === 'GET');
const costs = new Map<string, readonly string[]>();
let seeded: Seeded;
let requests: RequestCount;
const handler = serve(ALL_ROUTES, { tenant, clock: () => new Date(NOW) });

beforeAll(async () => {
  seeded = await startSeeded();
  requests = countRequests();
  // Reads the key of cursors, which an instance does once.
  await call(handler, { route: 'GET /v1/drops', claims: dataManager });
  for (const { operationId, path } of READS) {
    const [claims, query = ''] = USUAL[operationId] ?? [districtAdmin];
    requests.reset();
    const answer = await call(handler, { route: `GET ${path}`, claims, query, params: paramsOf(path) });
    expect(answer.status, `${operationId} ${answer.text}`).toBeLessThan(400);
    costs.set(operationId, [...requests.commands]);
  }
});
afterAll(() => seeded.stop());

/** The first known parameters of a path. */
function paramsOf(path: string): Claims {
  const beginnings = Object.keys(seeded.known).filter((each) => path.startsWith(each));
  const longest = beginnings.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return { ...seeded.known[longest]?.[0] };
}

const table = () =>
  [...costs].map(([operation, commands]) => `${commands.length} ${operation}: ${commands.join(', ')}`).join('\n');

describe('a usual read of the API', () => {
  test('is known of every operation that reads', () => {
    expect(Object.keys(USUAL).toSorted()).toEqual(READS.map(({ operationId }) => operationId).toSorted());
  });

  test('asks DynamoDB at most twice, but for exceptions that have their reason', () => {
    const beyond = [...costs].filter(([, { length }]) => length > MOST).map(([name, { length }]) => [name, length]);
    const named = Object.entries(EXCEPTIONS).map(([name, [number]]) => [name, number]);
    expect(Object.fromEntries(beyond), table()).toEqual(Object.fromEntries(named));
  });

  test('asks at most twice in 95 of 100 operations, exports aside', () => {
    const reads = [...costs].filter(([name]) => !name.startsWith('export'));
    const within = reads.filter(([, { length }]) => length <= MOST).length;
    expect(within / reads.length, table()).toBeGreaterThanOrEqual(SHARE);
  });
});
