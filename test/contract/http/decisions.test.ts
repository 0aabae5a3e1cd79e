import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES } from '../../../shared/domain/access/roles.ts';
import { decisionRoutes } from '../../../shared/http/operations/decisionRoutes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { documents } from '../../../shared/store/documents.ts';
import { dropItem, getDrop } from '../../../shared/store/drops.ts';
import type { DropRecord, Hold, RunRecord } from '../../../shared/store/entities.ts';
import { createRun, getRun } from '../../../shared/store/runs.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { CLAIMS, claimsOf, tenantWithStaffClaim } from './district.ts';

const executions = mockClient(SFNClient);
const NOW = '2026-10-08T15:00:00.000Z';
const handler = serve(decisionRoutes, { tenant: tenantWithStaffClaim, clock: () => new Date(NOW) });
const DROP = '3'.padStart(32, '0');
const RUN = '2026-10-08.1';
const REASON = 'The school has closed its doors';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
  process.env['INGEST_STATE_MACHINE'] = 'arn:aws:states:us-east-1:000000000000:stateMachine:ingest';
  process.env['ASSESS_STATE_MACHINE'] = 'arn:aws:states:us-east-1:000000000000:stateMachine:assess';
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  executions.reset();
  executions.on(StartExecutionCommand).resolves({});
  await putDrop([{ code: 'guard.deletions', file: 'users.csv', message: '30 of 40 records would be deleted' }]);
  const holds = [{ code: 'guard.tier3Rise', school: 'north', message: 'tier 3 more than doubled' }];
  const run: RunRecord = {
    ...{ runId: RUN, date: '2026-10-08', attempt: 1, status: 'held', holds, publishedBefore: 0 },
    ...{ startedAt: '2026-10-08T09:00:00.000Z', finishedAt: '2026-10-08T09:10:00.000Z' },
  };
  await createRun({ run, pinned: { abandoned: [] }, trigger: 'nightly' });
});

async function putDrop(holds: readonly Hold[]): Promise<void> {
  const drop: DropRecord = {
    ...{ dropId: DROP, bucket: 'drops', objectKey: 'nightly.zip', etag: 'etag', size: 7, kind: 'zip', status: 'held' },
    ...{ holds, receivedAt: '2026-10-08T04:00:00.000Z', finishedAt: '2026-10-08T04:01:00.000Z' },
  };
  await documents.send(new PutCommand({ TableName: environment('OPERATIONS_TABLE'), Item: dropItem(drop) }));
}

const post = (
  path: string,
  { claims = CLAIMS.dataManager, body = { reason: REASON }, id = path.startsWith('/v1/drops') ? DROP : RUN }: Post = {},
) => call(handler, { route: `POST ${path}`, params: { id }, claims, body });
interface Post {
  readonly claims?: Record<string, string>;
  readonly body?: unknown;
  readonly id?: string;
}
const started = () => executions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
const PATHS = ['/v1/drops/{id}/release', '/v1/drops/{id}/discard', '/v1/runs/{id}/release', '/v1/runs/{id}/discard'];

describe.each(PATHS)('POST %s', (path) => {
  const kind = path.endsWith('release') ? 'release' : 'discard';
  const decided = { by: 'staff-data', at: NOW, reason: REASON };

  test('records who decided, when and why', async () => {
    const answer = await post(path);
    expect(answer).toMatchObject({ status: kind === 'release' ? 202 : 200, json: { [kind]: decided } });
    const stored = path.startsWith('/v1/drops') ? await getDrop(DROP) : await getRun(RUN);
    expect(stored).toMatchObject({ [kind]: decided });
  });

  test('is for those who run the feeds, known in rostering', async () => {
    for (const role of ROLES.filter((each) => each !== 'districtAdmin' && each !== 'dataManager')) {
      expect((await post(path, { claims: CLAIMS[role] })).status, role).toBe(403);
    }
    const stranger = await post(path, { claims: claimsOf(undefined, 'dataManager') });
    expect(stranger).toMatchObject({ status: 403, json: { code: 'access.staff_unknown' } });
    expect(started()).toEqual([]);
    expect((await post(path, { claims: CLAIMS.districtAdmin })).status).toBeLessThan(300);
  });

  test.each([{}, { reason: ' ab ' }, { reason: 'x'.repeat(2001) }, { reason: REASON, force: true }])(
    'asks for a reason of 3 to 2,000 characters: %#',
    async (body) => {
      expect(await post(path, { body })).toMatchObject({ status: 400, json: { code: 'request.invalid' } });
    },
  );

  test('twice is once, with the first author and reason', async () => {
    const first = await post(path);
    executions.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ $metadata: {}, message: 'runs' }));
    const again = await post(path, { claims: CLAIMS.districtAdmin, body: { reason: 'Me too' } });
    expect(again).toMatchObject({ status: first.status, json: first.json });
  });

  test('refuses what does not exist or was decided otherwise', async () => {
    const what = path.startsWith('/v1/drops') ? 'drop' : 'run';
    const id = what === 'drop' ? '9'.repeat(32) : '2020-01-01.1';
    expect(await post(path, { id })).toMatchObject({ status: 404, json: { code: `${what}.not_found` } });
    await post(path.replace(/\w+$/, kind === 'release' ? 'discard' : 'release'));
    expect(await post(path)).toMatchObject({ status: 409, json: { code: `${what}.not_held` } });
  });
});

describe('a release', () => {
  test('starts the state machine by a name of its own, with nothing but keys', async () => {
    await post('/v1/drops/{id}/release');
    await post('/v1/runs/{id}/release');
    expect(started()).toEqual([
      {
        stateMachineArn: process.env['INGEST_STATE_MACHINE'],
        name: `${DROP}-release`,
        input: JSON.stringify({ dropId: DROP }),
      },
      {
        stateMachineArn: process.env['ASSESS_STATE_MACHINE'],
        name: '2026-10-08-1-release',
        input: JSON.stringify({ runId: RUN, release: true }),
      },
    ]);
  });

  test('whose start failed is made good by asking again', async () => {
    executions.on(StartExecutionCommand).rejectsOnce(new Error('gone')).resolves({});
    expect((await post('/v1/drops/{id}/release')).status).toBe(500);
    expect(await post('/v1/drops/{id}/release')).toMatchObject({ status: 202, json: { status: 'received' } });
    expect(started()).toHaveLength(2);
  });

  test('of a drop that could not be read says what to mend', async () => {
    const message = 'users.csv breaks off: it was probably cut off on its way. Send it again.';
    await putDrop([{ code: 'file.truncated', file: 'users.csv', message }]);
    const answer = await post('/v1/drops/{id}/release');
    expect(answer).toMatchObject({
      status: 409,
      json: { code: 'drop.unreadable', errors: [{ code: 'file.truncated', message }] },
    });
    expect(answer.json.detail).toContain('send the files again');
  });
});
