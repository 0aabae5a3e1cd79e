import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { arnOf, cloudOf, functionResource, recorded } from './assembly.ts';

const queue = (name: string, properties: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName: name, ...properties },
});
const redrive = (deadLetters: string, maxReceiveCount: number) => ({
  VisibilityTimeout: 600,
  RedrivePolicy: { deadLetterTargetArn: arnOf(deadLetters), maxReceiveCount },
});
const source = (queueId: string, functionId: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: arnOf(queueId), FunctionName: { Ref: functionId }, ...properties },
});

const cloud = await cloudOf({
  DeadLetters: queue('dead-letters'),
  Work: queue('work', redrive('DeadLetters', 3)),
  Whole: queue('whole', redrive('DeadLetters', 2)),
  Record: functionResource('record'),
  RecordWhole: functionResource('record', {
    FunctionName: 'fixture-whole',
    Environment: { Variables: { THROWS: '1' } },
  }),
  Consumer: source('Work', 'Record', { BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] }),
  ConsumerOfWhole: source('Whole', 'RecordWhole', { BatchSize: 2 }),
});
const sqs = new SQSClient(cloud.clients().sqs);
const send = (name: string, body: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: `http://127.0.0.1/000000000000/${name}`, MessageBody: body }));

it('messages reach the function, and are gone when it is done with them', async () => {
  await Promise.all(Array.from({ length: 25 }, (_, i) => send('work', `message ${i}`)));
  await cloud.idle();
  expect(new Set(recorded(cloud, 'record'))).toEqual(new Set(Array.from({ length: 25 }, (_, i) => `message ${i}`)));
  expect(recorded(cloud, 'record')).toHaveLength(25);
});

it('only the messages that a function reports come again, as often as the redrive policy says, then go to the dead letters', async () => {
  await Promise.all([send('work', 'good'), send('work', 'poison')]);
  await cloud.idle();
  const seen = recorded(cloud, 'record').slice(25);
  expect(seen.filter((each) => each === 'good')).toHaveLength(1);
  expect(seen.filter((each) => each === 'poison')).toHaveLength(3);
  expect(cloud.deadLetters()).toEqual([{ queue: 'dead-letters', body: 'poison' }]);
});

it('without reports the whole batch comes again when the function throws', async () => {
  await send('whole', 'whole poison');
  await cloud.idle();
  expect(recorded(cloud, 'fixture-whole').filter((each) => each === 'whole poison')).toHaveLength(2);
  expect(cloud.deadLetters()).toContainEqual({ queue: 'dead-letters', body: 'whole poison' });
});

it('a message whose function dies in the middle comes again', async () => {
  cloud.faults.kill('record', 'end');
  await send('work', 'survivor');
  await cloud.idle();
  expect(recorded(cloud, 'record').filter((each) => each === 'survivor')).toHaveLength(2);
  expect(cloud.deadLetters().map(({ body }) => body)).not.toContain('survivor');
});

it('a delay is refused, because it would be waited for in real time', async () => {
  const delayed = new SendMessageCommand({
    QueueUrl: 'http://127.0.0.1/000000000000/work',
    MessageBody: 'later',
    DelaySeconds: 60,
  });
  await expect(sqs.send(delayed)).rejects.toThrow('DelaySeconds is not implemented');
});
