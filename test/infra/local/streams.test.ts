import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { arnOf, cloudOf, functionResource, recorded } from './assembly.ts';

const table = (name: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'gsi1pk', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byList',
        KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    DeletionProtectionEnabled: true,
  },
});
const source = (tableId: string, functionId: string, properties: object) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: { 'Fn::GetAtt': [tableId, 'StreamArn'] },
    FunctionName: { Ref: functionId },
    StartingPosition: 'LATEST',
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: arnOf('Failures') } },
    ...properties,
  },
});

const cloud = await cloudOf({
  Outbox: table('outbox'),
  Whole: table('whole'),
  Failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
  Record: functionResource('record'),
  RecordWhole: functionResource('record', {
    FunctionName: 'fixture-whole',
    Environment: { Variables: { THROWS: '1' } },
  }),
  Source: source('Outbox', 'Record', {
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    FilterCriteria: {
      Filters: [
        {
          Pattern: JSON.stringify({
            eventName: ['INSERT'],
            dynamodb: { Keys: { pk: { S: [{ prefix: 'OUTBOX#' }] } } },
          }),
        },
      ],
    },
  }),
  SourceOfWhole: source('Whole', 'RecordWhole', { BatchSize: 100 }),
});
const dynamo = new DynamoDBClient(cloud.clients().dynamodb);
const put = (TableName: string, pk: string) => dynamo.send(new PutItemCommand({ TableName, Item: { pk: { S: pk } } }));

it('hands on, in order, exactly the records that match the filter', async () => {
  await put('outbox', 'STUDENT#1');
  for (let i = 0; i < 15; i += 1) await put('outbox', `OUTBOX#${i}`);
  await put('outbox', 'OUTBOX#3');
  await dynamo.send(new DeleteItemCommand({ TableName: 'outbox', Key: { pk: { S: 'OUTBOX#3' } } }));
  await cloud.idle();
  expect(recorded(cloud, 'record')).toEqual(Array.from({ length: 15 }, (_, i) => `OUTBOX#${i}`));
});

it('retries from the first record that the function reports, then gives it up and tells where it is', async () => {
  for (const pk of ['OUTBOX#a', 'OUTBOX#poison', 'OUTBOX#z']) await put('outbox', pk);
  await cloud.idle();
  const seen = recorded(cloud, 'record').slice(15);
  expect(seen.filter((each) => each === 'OUTBOX#a')).toHaveLength(1);
  expect(seen.filter((each) => each === 'OUTBOX#poison').length).toBeGreaterThanOrEqual(3);
  const [letter] = cloud.deadLetters();
  expect(JSON.parse(letter!.body)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    DDBStreamBatchInfo: { startSequenceNumber: expect.any(String), batchSize: expect.any(Number) },
  });
});

it('halves a batch that throws, so that one poisoned record does not take the others with it', async () => {
  const { size } = new Set(cloud.deadLetters());
  await Promise.all(['one', 'two', 'poison', 'four', 'five'].map((pk) => put('whole', pk)));
  await cloud.idle();
  const letters = cloud
    .deadLetters()
    .slice(size)
    .map(({ body }) => JSON.parse(body) as { DDBStreamBatchInfo: { batchSize: number } });
  expect(letters.map((letter) => letter.DDBStreamBatchInfo.batchSize)).toEqual([1]);
  expect(new Set(recorded(cloud, 'fixture-whole'))).toEqual(new Set(['one', 'two', 'poison', 'four', 'five']));
});

it('the engine holds items to 400 KB', async () => {
  const large = new PutItemCommand({
    TableName: 'outbox',
    Item: { pk: { S: 'large' }, text: { S: 'x'.repeat(410 * 1024) } },
  });
  await expect(dynamo.send(large)).rejects.toMatchObject({ name: 'ValidationException' });
});
