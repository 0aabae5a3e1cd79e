import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { CloudError, type EmbeddedCloud, startCloud } from '../../../infra/local/cloud.ts';
import { arnOf, functionResource, recorded, writeAssembly } from './assembly.ts';

const waiting = {
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Seconds: 3600, Next: 'Step' },
    Step: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:fixture-steps', End: true },
  },
};
const assembly = writeAssembly({
  Stack: {
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'items',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        },
      },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'lake' } },
      Unread: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'unread' } },
      Work: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'work',
          VisibilityTimeout: 600,
          RedrivePolicy: { deadLetterTargetArn: arnOf('Unread'), maxReceiveCount: 1000 },
        },
      },
      Steps: functionResource('steps'),
      Hang: functionResource('misbehave', { Timeout: 300 }),
      Record: functionResource('record'),
      Waiting: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: JSON.stringify(waiting) } },
      Source: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
          FunctionName: { Ref: 'Record' },
          StartingPosition: 'TRIM_HORIZON',
          MaximumRetryAttempts: 1,
        },
      },
      Consumer: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: arnOf('Work'), FunctionName: { Ref: 'Record' } },
      },
      Accepted: {
        Type: 'AWS::Events::Rule',
        Properties: { EventPattern: { source: ['test'] }, Targets: [{ Arn: arnOf('Hang'), Id: 'T' }] },
      },
      Authorizer: {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: 'x',
          Name: 'jwt',
          AuthorizerType: 'JWT',
          IdentitySource: ['$request.header.Authorization'],
          JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['waymark'] },
        },
      },
    },
  },
});
const folder = () => mkdtempSync(join(tmpdir(), 'waymark-data-'));
const start = (dataDir: string, startAt?: Date): Promise<EmbeddedCloud> =>
  startCloud({ assembly, port: 0, dataDir, ...(startAt && { startAt }) });

describe('after a stop and a start', () => {
  const dataDir = folder();

  it('tables, objects, messages, time and the issuer’s key are what they were, and nothing is done twice', async () => {
    const first = await start(dataDir, new Date('2024-02-01T10:00:00Z'));
    await new DynamoDBClient(first.clients().dynamodb).send(
      new PutItemCommand({ TableName: 'items', Item: { pk: { S: 'kept' } } }),
    );
    await new S3Client(first.clients().s3).send(new PutObjectCommand({ Bucket: 'lake', Key: 'a/b', Body: 'kept' }));
    await new SQSClient(first.clients().sqs).send(
      new SendMessageCommand({ QueueUrl: 'http://127.0.0.1/000000000000/unread', MessageBody: 'kept' }),
    );
    const token = await first.token({ sub: 'x', expiresIn: 1_000_000 });
    await first.idle();
    expect(recorded(first, 'record')).toEqual(['kept']);
    await first.stop();

    const second = await start(dataDir);
    const { Item } = await new DynamoDBClient(second.clients().dynamodb).send(
      new GetItemCommand({ TableName: 'items', Key: { pk: { S: 'kept' } } }),
    );
    expect(Item).toEqual({ pk: { S: 'kept' } });
    const { Body, LastModified } = await new S3Client(second.clients().s3).send(
      new GetObjectCommand({ Bucket: 'lake', Key: 'a/b' }),
    );
    expect([await Body?.transformToString(), LastModified?.getUTCFullYear()]).toEqual(['kept', 2024]);
    expect(second.deadLetters()).toEqual([{ queue: 'unread', body: 'kept' }]);
    expect(second.clock.now().toISOString()).toMatch(/^2024-02-01T10:/);
    expect((await second.token({ sub: 'x', expiresIn: 1_000_000 })).split('.')[0]).toBe(token.split('.')[0]);

    await new DynamoDBClient(second.clients().dynamodb).send(
      new PutItemCommand({ TableName: 'items', Item: { pk: { S: 'later' } } }),
    );
    await second.idle();
    expect(recorded(second, 'record')).toEqual(['later']);
    await second.stop();
  });

  it('executions that ran are marked aborted and start again under their names', async () => {
    const first = await start(dataDir);
    first.startExecution('Waiting', { outcome: 'resumed' }, 'night-1');
    await first.idle();
    await first.stop();

    const second = await start(dataDir);
    await second.idle();
    expect(second.executions('Waiting')).toMatchObject([
      { name: 'night-1', attempt: 1, status: 'ABORTED' },
      { name: 'night-1', attempt: 2, status: 'RUNNING', input: '{"outcome":"resumed"}' },
    ]);
    await second.clock.advanceTo(new Date(second.clock.now().getTime() + 3_700_000));
    expect(second.executions('Waiting').at(-1)).toMatchObject({ attempt: 2, status: 'SUCCEEDED' });
    await second.stop();
  });

  it('a second start on the same folder is refused in a sentence, and the first goes on', async () => {
    const first = await start(dataDir);
    const error: unknown = await start(dataDir).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CloudError);
    expect((error as Error).message).toBe(
      `another Waymark is running on ${dataDir}: stop it first, or start with --ephemeral`,
    );
    await first.stop();
  });
});

describe('when the process is killed', () => {
  it('its engines go with it, the folder is free, and what it had accepted is done by the next one', async () => {
    const dataDir = folder();
    const child = spawn(process.execPath, [fileURLToPath(new URL('killed.ts', import.meta.url)), assembly, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    const { dynamodb } = JSON.parse(output.toString()) as { dynamodb: string };
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expectGone(dynamodb);

    const cloud = await start(dataDir, new Date('2031-01-01T00:00:00Z'));
    await cloud.idle();
    expect(recorded(cloud, 'record')).toEqual(['in flight']);
    expect(recorded(cloud, 'misbehave')).toMatchObject([{ 'detail-type': 'Accepted' }]);
    expect(cloud.executions('Waiting')).toMatchObject([{ status: 'ABORTED' }, { status: 'RUNNING' }]);
    await cloud.stop();
  });
});

it.each(['cloud.db', 'engines/tables.db', 'engines/fauxqs.db'])('a damaged %s is told in a sentence', async (file) => {
  const dataDir = folder();
  const cloud = await start(dataDir);
  await cloud.stop();
  for (const suffix of ['', '-wal', '-shm'])
    writeFileSync(join(dataDir, `${file}${suffix}`), 'no database '.repeat(1000));
  const error: unknown = await start(dataDir).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CloudError);
  expect((error as Error).message).toContain(`the data folder ${dataDir} is damaged`);
  expect((error as Error).message).toContain('delete it and start again, or start with --ephemeral');
});

it('a cloud that is stopped twice, or while it works, stops cleanly', async () => {
  const cloud = await startCloud({ assembly, port: 0 });
  const running = cloud.invoke('misbehave', { do: 'hang' }).catch((error: Error) => error.name);
  await Promise.all([cloud.stop(), cloud.stop()]);
  expect(await running).toBe('Runtime.ExitError');
  await expectGone(cloud.endpoints.dynamodb);
  await expectGone(cloud.baseUrl);
});

async function expectGone(url: string): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    const alive = await fetch(url).then(
      () => true,
      () => false,
    );
    if (!alive) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${url} still answers`);
}
