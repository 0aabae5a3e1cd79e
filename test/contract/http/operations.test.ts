import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import { operationsRoutes } from '../../../shared/http/operations/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { encodeTable } from '../../../shared/lake/encoding.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { calendarDatesFile } from '../../../shared/sis/files/calendarDates.ts';
import { documents } from '../../../shared/store/documents.ts';
import { dropItem, rejectsKey } from '../../../shared/store/drops.ts';
import type { DropReport } from '../../../shared/store/entities.ts';
import { operationsKeys } from '../../../shared/store/keys.ts';
import { packMarks } from '../../../shared/store/schoolMarks.ts';
import { call } from '../../unit/http/request.ts';
import { tableOf } from '../../unit/lake/tableOf.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { CLAIMS, claimsOf, PUBLISHED_RUN, seedDistrict, seedRun, tenantWithStaffClaim } from './district.ts';
import { dropIdOf, dropOf } from './drops.ts';
import { startLake } from './lake.ts';
import { countRequests, type RequestCount } from './requests.ts';

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let requests: RequestCount;
/** A Thursday evening after school. */
const NOW = '2026-10-08T23:00:00Z';
const handler = serve(operationsRoutes, { tenant: tenantWithStaffClaim, clock: () => new Date(NOW) });

const diagnostics: readonly Diagnostic[] = [2, 3, 4].map((line) => ({
  severity: line === 4 ? 'notice' : 'rejected',
  file: line === 3 ? 'users.csv' : 'attendanceEvents.csv',
  line,
  column: 'date',
  code: line === 4 ? 'row.weekend' : 'row.invalid_date',
  message: 'the date is not on the calendar',
}));
const school = (name: string, more: object = {}) => ({
  ...{ file: 'users.csv', school: name, added: 0, corrected: 0, unchanged: 5, deleted: 0, removed: 0 },
  ...more,
});
const changedSchools = [school('north', { added: 2, removed: 3 }), school('south', { corrected: 1, deleted: 1 })];
const schools = [...changedSchools, school('west')];
const report: DropReport = { dropId: dropIdOf(3), files: [], setAside: [], holds: [], schools, diagnostics };
const REJECTS = 'file,line,column,code,message\r\nusers.csv,3,date,row.invalid_date,"no date, of any calendar"\r\n';
const HELD = dropOf(3, {
  status: 'held',
  files: [
    { file: 'users.csv', table: 'users', rows: 10, accepted: 7, unchanged: 1, rejected: 2, deleted: 0, removed: 3 },
  ],
  setAside: ['lineItems.csv'],
  holds: [{ code: 'guard.deletions', file: 'users.csv', message: '30 % of the students would go' }],
  diagnosticCounts: { 'row.invalid_date': 2, 'row.weekend': 1 },
  reportKey: `drops/${dropIdOf(3)}/report.json`,
});

async function putItem(Item: Record<string, unknown>) {
  await documents.send(new PutCommand({ TableName: environment('OPERATIONS_TABLE'), Item }));
}

beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
  requests = countRequests();
  await seedDistrict();
  await seedRun({ ...PUBLISHED_RUN, runId: '2026-10-04.1', date: '2026-10-04', startedAt: '2026-10-04T09:00:00.000Z' });
  for (const drop of [dropOf(1), dropOf(2), HELD]) await putItem(dropItem(drop));
  const failure = { error: 'TypeError', cause: 'Given Name of a student' };
  await putItem(dropItem(dropOf(4, { status: 'failed', failure })));
  const bucket = s3Lake(environment('LAKE_BUCKET'));
  await bucket.put(HELD.reportKey ?? '', Buffer.from(JSON.stringify(report)));
  await bucket.put(rejectsKey(HELD.dropId), Buffer.from(REJECTS));
  await seedEdition();
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(() => requests.reset());

/** North and south are in session on the week's five days; the north has sent attendance up to Monday. */
async function seedEdition() {
  const days = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09'];
  const rows = ['north', 'south', 'west'].flatMap((school) =>
    days.map((date) => ({ schoolSourcedId: school, date, calendarEvent: 'instructionalDay' })),
  );
  const bytes = Buffer.concat(encodeTable(tableOf(calendarDatesFile.table, rows)));
  const key = 'tables/calendarDates/abc.table';
  await s3Lake(environment('LAKE_BUCKET')).put(key, bytes);
  const generatedAt = '2026-10-02T03:00:00Z';
  const table = { key, rows: rows.length, bytes: bytes.length, sha256: 'abc', generatedAt };
  const edition = { number: 2, parent: 1, dropId: dropIdOf(2), generatedAt, tables: { calendarDates: table } };
  const mark = { generatedAt, objectKey: 'nightly-2.zip' };
  const marks = { calendarDates: mark, 'calendarDates/2027': { ...mark, schoolYear: 2027 } };
  await putItem({ ...operationsKeys.currentEdition(), state: { revision: 2, edition, marks, rollovers: [] } });
  const schoolMarks = packMarks({
    attendanceEvents: { north: '2026-10-06T03:00:00Z', south: '2026-10-09T03:00:00Z' },
    calendarDates: { north: generatedAt, south: generatedAt },
  });
  const coverage = { north: '2026-10-05', south: '2026-10-08' };
  await putItem({ ...operationsKeys.coverage(), coverage, schoolMarks });
}

const get = (path: string, claims: Record<string, string> = CLAIMS.dataManager, query = '', id?: string) =>
  call(handler, { route: `GET ${path}`, claims, query, ...(id !== undefined && { params: { id } }) });

describe('who may read operations', () => {
  const OPERATORS: readonly Role[] = ['districtAdmin', 'dataManager'];
  const STAFF: readonly Role[] = [...OPERATORS, 'schoolAdmin', 'counselor', 'teacher', 'interventionist'];
  const routes: readonly [string, readonly Role[], string?][] = [
    ['/v1/drops', OPERATORS],
    ['/v1/drops/{id}', OPERATORS, dropIdOf(1)],
    ['/v1/drops/{id}/rejects.csv', OPERATORS, HELD.dropId],
    ['/v1/runs', OPERATORS],
    ['/v1/runs/{id}', OPERATORS, PUBLISHED_RUN.runId],
    ['/v1/freshness', STAFF],
    ['/v1/openapi.json', ROLES],
  ];

  test.each(routes)('%s', async (path, allowed, id) => {
    for (const role of ROLES) {
      const answer = await get(path, CLAIMS[role], '', id);
      expect(`${role} ${answer.status}`).toBe(`${role} ${allowed.includes(role) ? 200 : 403}`);
    }
  });

  test('the API’s own document needs no token', async () => {
    const answer = await call(handler, { route: 'GET /v1/openapi.json', claims: null });
    expect(answer.status).toBe(200);
    expect(answer.json.openapi).toBe('3.1.0');
  });
});

describe('drops', () => {
  test('are listed newest first, page by page', async () => {
    const first = await get('/v1/drops', CLAIMS.dataManager, 'limit=3');
    const rest = await get('/v1/drops', CLAIMS.dataManager, `limit=3&cursor=${first.json.nextCursor}`);
    const ids = [...first.json.items, ...rest.json.items].map((item: { dropId: string }) => item.dropId);
    expect(ids).toEqual([4, 3, 2, 1].map(dropIdOf));
    expect(first.json.items[1]).toMatchObject({ status: 'held', holds: 1, objectKey: 'nightly-3.zip' });
    expect(rest.json.nextCursor).toBeUndefined();
  });

  test('come with the account of every file, what is held and set aside, and what was rejected', async () => {
    const { json } = await get('/v1/drops/{id}', CLAIMS.dataManager, '', HELD.dropId);
    expect(json).toMatchObject({
      files: HELD.files,
      setAside: HELD.setAside,
      holds: HELD.holds,
      diagnosticCounts: HELD.diagnosticCounts,
      diagnostics: { items: diagnostics },
    });
  });

  test('are reconciled by file and school: what was added, corrected, deleted or is gone', async () => {
    const { json } = await get('/v1/drops/{id}', CLAIMS.dataManager, '', HELD.dropId);
    expect(json.reconciliation).toEqual({ items: changedSchools, omitted: 0 });
    const unread = await get('/v1/drops/{id}', CLAIMS.dataManager, '', dropIdOf(1));
    expect(unread.json.reconciliation).toEqual({ items: [], omitted: 0 });
  });

  test('hand out their rejects as a CSV file to download', async () => {
    const { status, headers, text } = await get('/v1/drops/{id}/rejects.csv', CLAIMS.dataManager, '', HELD.dropId);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="rejects-${HELD.dropId}.csv"`,
    });
    expect(Buffer.from(text, 'base64').toString()).toBe(REJECTS);
  });

  test('have no rejects to hand out before they are read, nor when nobody sent them', async () => {
    const path = '/v1/drops/{id}/rejects.csv';
    expect(await get(path, CLAIMS.dataManager, '', dropIdOf(1))).toMatchObject({
      status: 409,
      json: { code: 'drop.not_read' },
    });
    expect((await get(path, CLAIMS.dataManager, '', dropIdOf(9))).json.code).toBe('drop.not_found');
  });

  test('page through their diagnostics, all or of one file or code', async () => {
    const first = await get('/v1/drops/{id}', CLAIMS.dataManager, 'limit=2', HELD.dropId);
    expect(first.json.diagnostics.items).toEqual(diagnostics.slice(0, 2));
    const cursor = first.json.diagnostics.nextCursor;
    const rest = await get('/v1/drops/{id}', CLAIMS.dataManager, `limit=2&cursor=${cursor}`, HELD.dropId);
    expect(rest.json.diagnostics).toEqual({ items: diagnostics.slice(2) });
    const other = await get('/v1/drops/{id}', CLAIMS.dataManager, `limit=2&cursor=${cursor}`, dropIdOf(1));
    expect(other.json.code).toBe('cursor.other_query');
    const narrowed = await get(
      '/v1/drops/{id}',
      CLAIMS.dataManager,
      'file=attendanceEvents.csv&code=row.weekend',
      HELD.dropId,
    );
    expect(narrowed.json.diagnostics.items).toEqual([diagnostics[2]]);
  });

  test('that failed name the error and keep its cause to themselves', async () => {
    const answer = await get('/v1/drops/{id}', CLAIMS.dataManager, '', dropIdOf(4));
    expect(answer.json.failure).toEqual({ error: 'TypeError' });
    expect(answer.text).not.toContain('Given Name');
  });

  test('are those of one status or span of time, from either end, when asked for', async () => {
    const idsOf = async (query: string) =>
      (await get('/v1/drops', CLAIMS.dataManager, query)).json.items.map((each: { dropId: string }) =>
        Number(each.dropId),
      );
    expect(await idsOf('status=held')).toEqual([3]);
    const all = await idsOf('limit=100');
    expect(await idsOf('sort=oldest&limit=100')).toEqual(all.toReversed());
    expect(await idsOf('from=2026-10-02T04:00:00.000Z&to=2026-10-04T04:00:00.000Z')).toEqual([3, 2]);
    expect(await idsOf('from=2026-10-04T00:00:00Z&to=2026-10-02T00:00:00Z')).toEqual([]);
    expect((await get('/v1/drops', CLAIMS.dataManager, 'status=lost')).json.code).toBe('request.invalid');
    const first = await get('/v1/drops', CLAIMS.dataManager, 'sort=oldest&limit=2');
    const second = await get('/v1/drops', CLAIMS.dataManager, `sort=oldest&limit=2&cursor=${first.json.nextCursor}`);
    const ids = [...first.json.items, ...second.json.items].map((each: { dropId: string }) => Number(each.dropId));
    expect(ids).toEqual(all.toReversed().slice(0, 4));
  });

  test('that nobody sent are not found', async () => {
    expect((await get('/v1/drops/{id}', CLAIMS.dataManager, '', dropIdOf(9))).json.code).toBe('drop.not_found');
  });
});

describe('runs', () => {
  test('are listed newest first, page by page', async () => {
    const first = await get('/v1/runs', CLAIMS.dataManager, 'limit=1');
    expect(first.json.items).toMatchObject([{ runId: '2026-10-05.1', status: 'published', students: 5 }]);
    const rest = await get('/v1/runs', CLAIMS.dataManager, `limit=1&cursor=${first.json.nextCursor}`);
    expect(rest.json.items).toMatchObject([{ runId: '2026-10-04.1' }]);
  });

  test('come with tiers by school', async () => {
    const { json } = await get('/v1/runs/{id}', CLAIMS.dataManager, '', PUBLISHED_RUN.runId);
    expect(json).toMatchObject({ asOf: PUBLISHED_RUN.asOf, summaries: PUBLISHED_RUN.summaries, holds: [] });
  });

  test('that never were are not found', async () => {
    expect((await get('/v1/runs/{id}', CLAIMS.dataManager, '', '2026-01-01.1')).json.code).toBe('run.not_found');
  });
});

describe('freshness', () => {
  const allTaken = { daysNotTaken: 0, latestNotTaken: [] };
  const events = (day: string, schoolDaysBehind: number) => [
    { file: 'attendanceEvents', generatedAt: `${day}T03:00:00Z`, schoolDaysBehind },
    { file: 'calendarDates', generatedAt: '2026-10-02T03:00:00Z', schoolDaysBehind: 4 },
  ];
  const north = {
    school: 'north',
    name: 'north',
    coveredTo: '2026-10-05',
    schoolDaysBehind: 3,
    stale: true,
    ...allTaken,
    files: events('2026-10-06', 3),
  };
  const south = {
    school: 'south',
    name: 'south',
    coveredTo: '2026-10-08',
    schoolDaysBehind: 0,
    stale: false,
    ...allTaken,
    files: events('2026-10-09', 0),
  };
  const west = {
    school: 'west',
    name: 'west',
    coveredTo: null,
    schoolDaysBehind: 4,
    stale: false,
    ...allTaken,
    files: [],
  };

  test('counts each school’s own school days up to the last closed one, of attendance and of each file', async () => {
    const { json } = await get('/v1/freshness');
    const { heldDrops: _, ...reach } = json;
    expect(reach).toEqual({
      day: '2026-10-08',
      edition: { number: 2, generatedAt: '2026-10-02T03:00:00Z' },
      schools: [north, south, west],
      files: [{ file: 'calendarDates', rows: 15, generatedAt: '2026-10-02T03:00:00Z' }],
    });
  });

  test('names the drops that wait for a decision, and why', async () => {
    expect((await get('/v1/freshness')).json.heldDrops).toEqual([
      {
        dropId: dropIdOf(3),
        receivedAt: '2026-10-03T04:00:00.000Z',
        generatedAt: '2026-10-03T03:00:00Z',
        ...{ codes: ['guard.deletions'], files: ['users.csv'], schools: [] },
      },
    ]);
  });

  test('shows others the schools of their roles', async () => {
    expect((await get('/v1/freshness', CLAIMS.schoolAdmin)).json.schools).toEqual([north]);
    expect((await get('/v1/freshness', claimsOf('staff-unknown', 'teacher'))).json.schools).toEqual([]);
    expect((await get('/v1/freshness', claimsOf(undefined, 'teacher'))).json.code).toBe('access.staff_unknown');
  });
});

describe('a read costs at most two requests to DynamoDB', () => {
  test.each([
    ['drops', () => get('/v1/drops')],
    ['a drop', () => get('/v1/drops/{id}', CLAIMS.dataManager, '', HELD.dropId)],
    ['rejects', () => get('/v1/drops/{id}/rejects.csv', CLAIMS.dataManager, '', HELD.dropId)],
    ['runs', () => get('/v1/runs')],
    ['a run', () => get('/v1/runs/{id}', CLAIMS.dataManager, '', PUBLISHED_RUN.runId)],
  ])('for %s', async (_what, ask) => {
    await ask();
    expect(requests.commands.length).toBeGreaterThan(0);
    expect(requests.commands.length).toBeLessThanOrEqual(2);
  });

  test('but three for freshness: coverage, the threshold sets people have added, and what is held', async () => {
    await get('/v1/freshness');
    expect(requests.commands.length).toBeLessThanOrEqual(3);
  });
});
