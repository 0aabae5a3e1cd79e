import { describe, expect, it } from 'vitest';
import { arnOf, cloudOf, functionResource, recorded } from './assembly.ts';

const cloud = await cloudOf({
  Misbehave: functionResource('misbehave', {
    Timeout: 1,
    Environment: { Variables: { VARIABLE: 'value' } },
    DeadLetterConfig: { TargetArn: arnOf('Failures') },
  }),
  Talk: functionResource('talk', { Environment: { Variables: { TABLE: { Ref: 'Table' } } } }),
  Failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'items',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
  },
  AsynchronousSettings: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Misbehave' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['test'] }, Targets: [{ Arn: arnOf('Misbehave'), Id: 'T' }] },
  },
});
const misbehave = (event: unknown) => cloud.invoke('misbehave', event);
const put = (pk: string) => ['dynamodb', 'PutItemCommand', { TableName: 'items', Item: { pk: { S: pk } } }];

describe('a function', () => {
  it('sees its environment and context as in the cloud', async () => {
    expect(await misbehave({ do: 'environment' })).toEqual({
      name: 'fixture-misbehave',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:fixture-misbehave',
      remaining: expect.any(Number),
      region: 'us-east-1',
      variable: 'value',
      hasRoot: true,
      zone: 0,
    });
  });

  it('keeps warm instances and uses them again', async () => {
    const first = (await misbehave({ do: 'count' })) as number;
    expect(await misbehave({ do: 'count' })).toBe(first + 1);
  });

  it('reports an error by its own name and message', async () => {
    await expect(misbehave({ do: 'throw' })).rejects.toMatchObject({
      name: 'DistrictClosed',
      message: 'the district is closed',
    });
  });

  it('times out as a sandbox does, and a new instance answers next', async () => {
    await expect(misbehave({ do: 'hang' })).rejects.toMatchObject({
      name: 'Sandbox.Timedout',
      message: expect.stringContaining('Task timed out after 1.00 seconds'),
    });
    expect(await misbehave({ do: 'count' })).toBe(1);
  });

  it('reports an instance that ended', async () => {
    await expect(misbehave({ do: 'exit' })).rejects.toMatchObject({ name: 'Runtime.ExitError' });
  });

  it('may answer with 6 MB and no more', async () => {
    await expect(misbehave({ do: 'answer', bytes: 6 * 1024 * 1024 })).rejects.toMatchObject({
      name: 'Function.ResponseSizeTooLarge',
    });
    expect(await misbehave({ do: 'answer', bytes: 5_000_000 })).toHaveLength(5_000_000);
    await expect(misbehave('x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({ name: 'RequestEntityTooLarge' });
  });

  it('runs only so many instances at a time and answers everyone', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => misbehave(i)));
    expect(answers).toEqual(Array.from({ length: 12 }, (_, i) => ({ echo: i })));
  });
});

describe('an asynchronous event', () => {
  it('is retried, then goes to the function’s dead-letter queue', async () => {
    await cloud.invoke('talk', {
      calls: [['events', 'PutEventsCommand', { Entries: [{ Source: 'test', DetailType: 'T', Detail: '{"x":1}' }] }]],
    });
    await cloud.idle();
    expect(cloud.deadLetters()).toEqual([]);

    cloud.faults.kill('misbehave', 'start', { times: 2 });
    await cloud.invoke('talk', {
      calls: [['events', 'PutEventsCommand', { Entries: [{ Source: 'test', DetailType: 'T', Detail: '{"x":2}' }] }]],
    });
    await cloud.idle();
    const [letter] = cloud.deadLetters();
    expect(letter?.queue).toBe('failures');
    expect(JSON.parse(letter!.body)).toMatchObject({ source: 'test', detail: { x: 2 } });
  });
});

describe('faults', () => {
  it('kill an instance before a named call: it has no effect', async () => {
    cloud.faults.kill('talk', { before: 'PutItem' }, { call: 2 });
    await expect(cloud.invoke('talk', { calls: [put('first'), put('second')] })).rejects.toMatchObject({
      name: 'Runtime.ExitError',
    });
    expect(await items()).toEqual(['first']);
  });

  it('kill an instance after a named call: its effect stays', async () => {
    cloud.faults.kill('talk', { after: 'PutItem' });
    await expect(cloud.invoke('talk', { calls: [put('third'), put('fourth')] })).rejects.toThrow();
    expect(await items()).toEqual(['first', 'third']);
  });

  it('kill an instance after its work, hit the invocations they are meant for, and are over then', async () => {
    cloud.faults.kill('talk', 'end', { skip: 1 });
    await cloud.invoke('talk', { calls: [put('fifth')] });
    await expect(cloud.invoke('talk', { calls: [put('sixth')] })).rejects.toThrow();
    await cloud.invoke('talk', { calls: [] });
    expect(await items()).toEqual(['fifth', 'first', 'sixth', 'third']);
  });

  it('let an invocation time out', async () => {
    cloud.faults.timeOut('misbehave');
    await expect(misbehave({})).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
    expect(await misbehave({})).toEqual({ echo: {} });
  });
});

it('logs of functions are kept with their name', () => {
  expect(recorded(cloud, 'misbehave')).toContainEqual({ do: 'throw' });
});

async function items(): Promise<string[]> {
  const { DynamoDBClient, ScanCommand } = await import('@aws-sdk/client-dynamodb');
  const { Items = [] } = await new DynamoDBClient(cloud.clients().dynamodb).send(
    new ScanCommand({ TableName: 'items' }),
  );
  return Items.map((item) => item['pk']?.S ?? '').sort();
}
