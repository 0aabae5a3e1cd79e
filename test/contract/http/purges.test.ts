import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROLES } from '../../../shared/domain/access/roles.ts';
import { purgeRoutes } from '../../../shared/http/purges/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { failPurge } from '../../../shared/purge/failPurge.ts';
import { openPurge } from '../../../shared/purge/openPurge.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { documents } from '../../../shared/store/documents.ts';
import { call } from '../../unit/http/request.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { CLAIMS, claimsOf, tenantWithStaffClaim } from './district.ts';

const executions = mockClient(SFNClient);
const NOW = '2026-10-08T15:00:00.000Z';
const handler = serve(purgeRoutes, { tenant: tenantWithStaffClaim, clock: () => new Date(NOW) });
const [ONE, OTHER] = [claimsOf('staff-one', 'districtAdmin'), claimsOf('staff-two', 'districtAdmin')];
const REQUEST = { kind: 'student', studentSourcedId: 's1', reason: 'The parents ask', basis: 'parentRequest' };

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
  process.env['PURGE_STATE_MACHINE'] = 'arn:aws:states:us-east-1:000000000000:stateMachine:purge';
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  executions.reset();
  executions.on(StartExecutionCommand).resolves({});
  const Item = { pk: 'STUDENT#s1', sk: 'CHANGE#0000000001' };
  await documents.send(new PutCommand({ TableName: environment('STUDENT_TABLE'), Item }));
});

const post = (path: string, more: object = {}) => call(handler, { route: `POST ${path}`, claims: ONE, ...more });
const ask = (body: unknown = REQUEST, more: object = {}) => post('/v1/purges', { body, ...more });
const approve = (id: string, claims = OTHER) => post('/v1/purges/{id}/approve', { params: { id }, claims });
const cancel = (id: string, claims = ONE) => post('/v1/purges/{id}/cancel', { params: { id }, claims });
const read = (id: string) => call(handler, { route: 'GET /v1/purges/{id}', params: { id }, claims: ONE });
const started = () => executions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);

describe('asking for a purge', () => {
  test('records who asks, and starts nothing', async () => {
    const { status, headers, json } = await ask();
    expect([status, json.state, json.requested]).toEqual([201, 'requested', { by: 'staff-one', at: NOW }]);
    expect(headers['location']).toBe(`/v1/purges/${json.purgeId}`);
    expect((await read(json.purgeId)).json).toEqual(json);
    expect(started()).toEqual([]);
  });

  test('is for district administrators alone, known in rostering', async () => {
    for (const role of ROLES.filter((each) => each !== 'districtAdmin')) {
      expect((await ask(REQUEST, { claims: CLAIMS[role] })).status, role).toBe(403);
    }
    const stranger = await ask(REQUEST, { claims: claimsOf(undefined, 'districtAdmin') });
    expect(stranger).toMatchObject({ status: 403, json: { code: 'access.staff_unknown' } });
  });

  test('twice with one key is one purge; the key for somebody else is refused', async () => {
    const headers = { 'idempotency-key': 'one-form' };
    const first = await ask(REQUEST, { headers });
    expect(await ask(REQUEST, { headers })).toMatchObject({ status: 201, json: first.json });
    await documents.send(
      new PutCommand({ TableName: environment('STUDENT_TABLE'), Item: { pk: 'STUDENT#s2', sk: 'STUDENT' } }),
    );
    const other = await ask({ ...REQUEST, studentSourcedId: 's2' }, { headers });
    expect(other).toMatchObject({ json: { code: 'idempotency.key' } });
    const list = await call(handler, { route: 'GET /v1/purges', claims: ONE });
    expect(list.json.items).toEqual([first.json]);
  });

  test('refuses whom nothing is kept of, and a district by another name', async () => {
    expect(await ask({ ...REQUEST, studentSourcedId: 'nobody' })).toMatchObject({
      status: 404,
      json: { code: 'purge.student_unknown' },
    });
    const district = { kind: 'tenant', confirm: 'another', reason: 'The contract ends', basis: 'contractEnd' };
    expect(await ask(district)).toMatchObject({ status: 422, json: { code: 'purge.confirmation' } });
    const { tenant } = tenantWithStaffClaim().tenant;
    expect(await ask({ ...district, confirm: tenant })).toMatchObject({ status: 201, json: { kind: 'tenant' } });
  });

  test.each([
    { ...REQUEST, reason: 'x' },
    { ...REQUEST, basis: 'because' },
    { ...REQUEST, confirm: 'sample' },
    { kind: 'tenant', reason: 'The contract ends', basis: 'contractEnd' },
  ])('refuses what does not fit: %#', async (body) => {
    expect(await ask(body)).toMatchObject({ status: 400, json: { code: 'request.invalid' } });
  });
});

describe('approving a purge', () => {
  test('is for another person, and starts it by a name that holds no id of a student', async () => {
    const { purgeId } = (await ask()).json;
    expect(await approve(purgeId, ONE)).toMatchObject({ status: 403, json: { code: 'purge.same_person' } });
    expect(started()).toEqual([]);
    const approved = await approve(purgeId);
    expect(approved).toMatchObject({
      status: 202,
      json: { state: 'approved', approved: { by: 'staff-two', at: NOW } },
    });
    expect(started()).toMatchObject([{ name: `${purgeId}-1`, input: JSON.stringify({ purgeId }) }]);
  });

  test('again by the same person makes good a start that was lost, and starts nothing new', async () => {
    const { purgeId } = (await ask()).json;
    executions.on(StartExecutionCommand).rejectsOnce(new Error('lost')).resolves({});
    expect((await approve(purgeId)).status).toBe(500);
    expect((await approve(purgeId)).status).toBe(202);
    expect(new Set(started().map(({ name }) => name))).toEqual(new Set([`${purgeId}-1`]));
  });

  test('of one that has failed lets it go on, as another execution', async () => {
    const { purgeId } = (await ask()).json;
    await approve(purgeId);
    await openPurge(purgeId, new Date(NOW));
    expect(await approve(purgeId)).toMatchObject({ status: 409, json: { code: 'purge.decided' } });
    await failPurge(purgeId, 'ThrottlingException');
    expect((await read(purgeId)).json).toMatchObject({ state: 'failed', failure: 'ThrottlingException' });
    expect((await approve(purgeId)).status).toBe(202);
    expect(started().map(({ name }) => name)).toEqual([`${purgeId}-1`, `${purgeId}-2`]);
  });

  test('refuses what does not exist or was withdrawn', async () => {
    expect(await approve('0'.repeat(32))).toMatchObject({ status: 404, json: { code: 'purge.not_found' } });
    const { purgeId } = (await ask()).json;
    expect(await cancel(purgeId)).toMatchObject({ status: 200, json: { state: 'cancelled' } });
    expect((await read(purgeId)).json).not.toHaveProperty('studentSourcedId');
    expect(await approve(purgeId)).toMatchObject({ status: 409, json: { code: 'purge.decided' } });
  });
});

describe('withdrawing a purge', () => {
  test('is not possible any more once somebody has approved it', async () => {
    const { purgeId } = (await ask()).json;
    await approve(purgeId);
    expect(await cancel(purgeId)).toMatchObject({ status: 409, json: { code: 'purge.decided' } });
  });
});
