import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { StudentId } from '../../../shared/domain/identity.ts';
import { familyAccessRoutes } from '../../../shared/http/records/familyAccess.ts';
import { serve } from '../../../shared/http/serve.ts';
import { changeRightsRows, type RightsRow } from '../../../shared/store/rightsNotices.ts';
import { memoryRecorder } from '../../unit/http/memoryRecorder.ts';
import { type Answer, call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADA, BEN, CLAIMS, CLEO, DEE, EVE, seedDistrict, tenantWithStaffClaim } from './district.ts';
import { countRequests, type RequestCount } from './requests.ts';

const recorder = memoryRecorder();
let engine: DynamoEngine;
let requests: RequestCount;
const handler = serve(familyAccessRoutes, {
  tenant: tenantWithStaffClaim,
  recorder,
  clock: () => new Date('2026-10-05T18:00:00.000Z'),
});

const turns = ({ id }: { id: StudentId }, on: string): RightsRow => ({
  ...{ studentSourcedId: id, on, notices: [{ kind: 'turns18', on }], told: [] },
});
const ROWS: readonly RightsRow[] = [
  turns(BEN, '2026-10-04'),
  turns(ADA, '2026-10-05'),
  turns(CLEO, '2026-10-20'),
  turns(EVE, '2026-10-21'),
  turns(DEE, '2026-11-04'),
  turns(BEN, '2026-11-05'),
  { studentSourcedId: DEE.id, on: 'unknown', notices: [{ kind: 'birthDateUnknown' }], told: [] },
];

beforeAll(async () => {
  engine = await startDynamo();
  requests = countRequests();
  await seedDistrict();
  await changeRightsRows(ROWS, []);
  // An instance reads the key of its cursors once.
  await list(CLAIMS.districtAdmin);
});
beforeEach(() => requests.reset());
afterAll(() => engine.stop());

const list = (claims: Record<string, string>, query = '') =>
  call(handler, { route: 'GET /v1/rights-transfers', claims, query });
const told = ({ json }: Answer) =>
  json.items.map(({ student, on }: { student: { sourcedId: string }; on: string | null }) => [student.sourcedId, on]);

const DEES = [
  [DEE.id, '2026-11-04'],
  [DEE.id, null],
];

test('lists whose rights move from today on through thirty days, and whose age nobody knows, without who has left', async () => {
  expect(told(await list(CLAIMS.districtAdmin))).toEqual([[ADA.id, '2026-10-05'], [CLEO.id, '2026-10-20'], ...DEES]);
  expect(requests.commands).toHaveLength(2);
});

test('shows of them whom the caller sees, and puts them down as disclosed', async () => {
  expect(told(await list(CLAIMS.schoolAdmin))).toEqual([[ADA.id, '2026-10-05'], ...DEES]);
  recorder.disclosures.splice(0);
  const counselors = await list(CLAIMS.counselor);
  expect(told(counselors)).toEqual([
    [ADA.id, '2026-10-05'],
    [CLEO.id, '2026-10-20'],
  ]);
  expect(recorder.disclosures[0]?.shown.flatMap(({ students }) => students).sort()).toEqual([ADA.id, CLEO.id]);
  for (const role of ['teacher', 'interventionist', 'dataManager', 'family', 'student'] as const) {
    expect((await list(CLAIMS[role])).json.code).toBe('access.role');
  }
});

test('goes on from page to page, each filled with students whom the caller sees', async () => {
  const pages: unknown[][] = [];
  for (let cursor = ''; pages.length < 10; ) {
    const answer = await list(CLAIMS.counselor, `limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    pages.push(told(answer));
    if (answer.json.nextCursor === undefined) break;
    cursor = encodeURIComponent(answer.json.nextCursor);
  }
  expect(pages.flat()).toEqual([
    [ADA.id, '2026-10-05'],
    [CLEO.id, '2026-10-20'],
  ]);
});
