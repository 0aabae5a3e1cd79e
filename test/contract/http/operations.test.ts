import { beforeEach, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../../shared/domain/access/roles.ts';
import { call } from '../../unit/http/request.ts';
import { CLAIMS, PUBLISHED_RUN } from './district.ts';
import { dropIdOf } from './drops.ts';
import {
  changedSchools,
  diagnostics,
  get,
  HELD,
  handler,
  inTheDistrictOfOperations,
  REJECTS,
} from './operationsCalls.ts';
import { countRequests } from './requests.ts';

inTheDistrictOfOperations();
const requests = countRequests();
beforeEach(() => requests.reset());

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
