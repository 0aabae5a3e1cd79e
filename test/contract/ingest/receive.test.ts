import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { handler } from '../../../functions/receive-drop/handler.ts';
import { listDrops } from '../../../shared/store/drops.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';

const executions = mockClient(SFNClient);
let engine: DynamoEngine;

beforeAll(async () => {
  engine = await startDynamo();
  Object.assign(process.env, { DROPS_BUCKET: 'drops', INGEST_STATE_MACHINE: 'arn:aws:states:::stateMachine:ingest' });
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  executions.reset();
  executions.on(StartExecutionCommand).resolves({});
});

const created = (key: string, etag = 'abc') =>
  JSON.stringify({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'drops' }, object: { key, etag, size: 7 } },
  });

const queued = (...bodies: readonly string[]) =>
  ({ Records: bodies.map((body, i) => ({ messageId: `m${i}`, body, eventSource: 'aws:sqs' })) }) as unknown as SQSEvent;

const started = () => executions.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);

describe('receive-drop', () => {
  it('records a zip and starts its ingest by the name of the drop', async () => {
    expect(await handler(queued(created('drops/sis/nightly.zip')))).toEqual({ batchItemFailures: [] });
    const [drop] = (await listDrops({ limit: 5 })).items;
    expect(drop).toMatchObject({ kind: 'zip', objectKey: 'drops/sis/nightly.zip', size: 7, status: 'received' });
    expect(started()).toEqual([
      {
        stateMachineArn: 'arn:aws:states:::stateMachine:ingest',
        name: drop?.dropId,
        input: JSON.stringify({ dropId: drop?.dropId }),
      },
    ]);
  });

  it('takes a manifest for the close of its folder and passes over what closes nothing', async () => {
    await handler(queued(created('drops/sis/users.csv'), created('drops/sis/manifest.csv'), created('manifest.csv')));
    const { items: drops } = await listDrops({ limit: 5 });
    expect(drops.map(({ kind, objectKey }) => [kind, objectKey])).toEqual([['folder', 'drops/sis/manifest.csv']]);
  });

  it('takes an execution that is there already for a start', async () => {
    executions
      .on(StartExecutionCommand)
      .rejects(new ExecutionAlreadyExists({ $metadata: {}, message: 'it runs already' }));
    expect(await handler(queued(created('drops/sis/nightly.zip')))).toEqual({ batchItemFailures: [] });
  });

  it('gives back only the messages it could not deal with', async () => {
    const answer = await handler(queued('no envelope', created('drops/sis/nightly.zip')));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(started()).toHaveLength(1);
  });

  it('starts a drop again whose start failed', async () => {
    executions.on(StartExecutionCommand).rejectsOnce(new Error('throttled')).resolves({});
    expect((await handler(queued(created('drops/sis/nightly.zip')))).batchItemFailures).toHaveLength(1);
    expect((await handler(queued(created('drops/sis/nightly.zip')))).batchItemFailures).toHaveLength(0);
    expect((await listDrops({ limit: 5 })).items).toHaveLength(1);
    expect(started()).toHaveLength(2);
  });
});
