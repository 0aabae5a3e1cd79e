import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CloudError, startCloud } from '../../../infra/local/cloud.ts';
import { arnOf, functionResource, type Template, writeAssembly } from './assembly.ts';

const start = (resources: Template['Resources'], more: object = {}) =>
  startCloud({ assembly: writeAssembly({ App: { Resources: resources, ...more } }), port: 0 });
const queue = (properties: object) => ({ Type: 'AWS::SQS::Queue', Properties: properties });
const machine = (definition: object) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: { DefinitionString: JSON.stringify(definition) },
});
const states = (States: object) => machine({ StartAt: 'A', States });
const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const task = { Type: 'Task', Resource: lambda, End: true };
const rule = (EventPattern: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern, Targets: [{ Arn: arnOf('Queue'), Id: 'T' }] },
});
const mapping = (properties: object) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { FunctionName: 'f', ...properties },
});

/** Where each template is refused, and the words that must name it. */
const refused: [string, Template['Resources'], ...string[]][] = [
  ['a resource type', { Pool: { Type: 'AWS::Cognito::UserPool' } }, 'stack App, Pool', 'AWS::Cognito::UserPool'],
  ['a custom resource', { Own: { Type: 'Custom::S3BucketNotifications' } }, 'Own', 'Custom::S3BucketNotifications'],
  ['a property', { Work: queue({ FifoQueue: true }) }, 'stack App, Work (AWS::SQS::Queue): property FifoQueue'],
  [
    'a property within',
    { Work: queue({ RedrivePolicy: { deadLetterTargetArn: 'x', maxReceiveCount: 1, more: 1 } }) },
    'Work',
    'RedrivePolicy.more',
  ],
  [
    'a value',
    { F: functionResource('record', { Runtime: 'nodejs20.x' }) },
    'F (AWS::Lambda::Function)',
    'Runtime',
    'nodejs24.x',
  ],
  ['a member of a resource', { Work: { Type: 'AWS::SQS::Queue', CreationPolicy: {} } }, 'Work', 'CreationPolicy'],
  ['a condition', { Work: { Type: 'AWS::SQS::Queue', Condition: 'Sometimes' } }, 'Work', 'Condition'],
  [
    'an intrinsic function',
    { Work: queue({ QueueName: { 'Fn::If': ['a', 'b', 'c'] } }) },
    'Work',
    'intrinsic function Fn::If',
  ],
  [
    'an intrinsic function in what is inert',
    { Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: { 'Fn::Base64': 'x' } } } },
    'Role',
    'Fn::Base64',
  ],
  [
    'an attribute',
    { A: queue({}), B: queue({ KmsMasterKeyId: { 'Fn::GetAtt': ['A', 'Colour'] } }) },
    'B',
    'attribute Colour of A',
  ],
  ['a reference', { Work: queue({ QueueName: { Ref: 'Nothing' } }) }, 'Work', 'Nothing'],
  ['an import', { Work: queue({ QueueName: { 'Fn::ImportValue': 'Other:X' } }) }, 'Work', 'Fn::ImportValue of Other:X'],
  [
    'a pseudo parameter',
    { Work: queue({ QueueName: { Ref: 'AWS::NotificationARNs' } }) },
    'Work',
    'AWS::NotificationARNs',
  ],
  ['a dynamic reference', { Work: queue({ QueueName: '{{resolve:ssm:x}}' }) }, 'Work', '{{resolve:'],
  ['a pattern', { Queue: queue({}), R: rule({ source: [{ wildcard: 'a*' }] }) }, 'R', 'wildcard'],
  ['a pattern operator', { Queue: queue({}), R: rule({ $or: [{ source: ['a'] }] }) }, 'R', '$or'],
  [
    'a disabled rule',
    {
      Queue: queue({}),
      R: { ...rule({ source: ['a'] }), Properties: { ...rule({ source: ['a'] }).Properties, State: 'DISABLED' } },
    },
    'R',
    'State',
  ],
  [
    'a batch without a limit of retries',
    { M: mapping({ EventSourceArn: 'arn:aws:dynamodb:r:a:table/t/stream/s', StartingPosition: 'LATEST' }) },
    'M',
    'MaximumRetryAttempts',
    'endless',
  ],
  [
    'a filter on a queue',
    { M: mapping({ EventSourceArn: 'arn:aws:sqs:r:a:q', FilterCriteria: {} }) },
    'M',
    'FilterCriteria',
  ],
  [
    'a schedule expression',
    {
      S: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          FlexibleTimeWindow: { Mode: 'OFF' },
          ScheduleExpression: 'cron(0 4 L * ? *)',
          Target: { Arn: 'a', Input: '{}', RoleArn: 'r' },
        },
      },
    },
    'S',
    'cron(0 4 L * ? *)',
  ],
  [
    'a flexible window',
    {
      S: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          FlexibleTimeWindow: { Mode: 'FLEXIBLE' },
          ScheduleExpression: 'rate(1 day)',
          Target: { Arn: 'a', Input: '{}' },
        },
      },
    },
    'S',
    'FlexibleTimeWindow.Mode',
  ],
  [
    'a field of a state machine',
    { M: machine({ StartAt: 'A', States: { A: task }, QueryLanguage: 'JSONata' }) },
    'M',
    'QueryLanguage',
  ],
  [
    'a field of a state',
    { M: states({ A: { ...task, HeartbeatSeconds: 5 } }) },
    'M',
    'state A: field HeartbeatSeconds',
  ],
  ['variables', { M: states({ A: { ...task, Assign: { x: 1 } } }) }, 'state A: field Assign'],
  ['a state type', { M: states({ A: { Type: 'Activity' } }) }, 'M', 'state A'],
  [
    'a service integration',
    { M: states({ A: { ...task, Resource: 'arn:aws:states:::dynamodb:putItem' } }) },
    'state A',
    'Resource',
    'payloadResponseOnly',
  ],
  [
    'a task token',
    { M: states({ A: { ...task, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' } }) },
    'state A',
    'Resource',
  ],
  [
    'an item reader',
    {
      M: states({
        A: { Type: 'Map', ItemReader: {}, ItemProcessor: { StartAt: 'B', States: { B: task } }, End: true },
      }),
    },
    'state A: field ItemReader',
  ],
  [
    'a field of a state in a map',
    {
      M: states({
        A: { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: { ...task, Credentials: {} } } }, End: true },
      }),
    },
    'state A / B: field Credentials',
  ],
  [
    'an intrinsic function of states',
    { M: states({ A: { ...task, Parameters: { 'x.$': "States.Format('{}', $.a)" } } }) },
    'state A',
    'States.Format',
  ],
  [
    'a context path that the runner has wrong',
    { M: states({ A: { ...task, Parameters: { 'x.$': '$$.Execution.StartTime' } } }) },
    'state A',
    'StartTime',
  ],
  [
    'a comparison',
    {
      M: states({
        A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: false, Next: 'B' }] },
        B: { Type: 'Succeed' },
      }),
    },
    'state A',
  ],
  [
    'a wait until a time of the input',
    { M: states({ A: { Type: 'Wait', TimestampPath: '$.t', End: true } }) },
    'state A',
    'TimestampPath',
  ],
  [
    'a next state that is not there',
    { M: states({ A: { ...task, End: undefined, Next: 'Z' } }) },
    'there is no state Z',
  ],
  [
    'cross-origin settings',
    { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP', CorsConfiguration: {} } } },
    'Api',
    'CorsConfiguration',
  ],
];

it.each(refused)('%s that is not implemented stops the start by name', async (_, resources, ...words) => {
  const error: unknown = await start(resources).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CloudError);
  for (const word of words) expect((error as Error).message).toContain(word);
});

it('everything that is not implemented is told at once', async () => {
  const error = await start({ A: queue({ FifoQueue: true }), B: { Type: 'AWS::X::Y' } }).catch(
    (reason: Error) => reason,
  );
  expect((error as Error).message.split('\n')).toHaveLength(3);
});

describe('a template', () => {
  it('may not have what CloudFormation would do before it deploys', async () => {
    await expect(start({}, { Transform: 'AWS::Serverless-2016-10-31' })).rejects.toThrow('stack App: Transform');
    await expect(start({}, { Mappings: {} })).rejects.toThrow('stack App: Mappings');
    await expect(start({}, { Parameters: { Size: { Type: 'String' } } })).rejects.toThrow('parameter Size');
  });

  it('says what it asks for and nothing here enforces', async () => {
    const cloud = await start({
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      Alarm: { Type: 'AWS::CloudWatch::Alarm' },
    });
    expect(cloud.notEnforced.join('\n')).toMatch(/IAM/);
    expect(cloud.notEnforced.join('\n')).toMatch(/alarms/);
    expect(cloud.notEnforced.join('\n')).toMatch(/memory/);
    await cloud.stop();
  });
});

it('a port in use is told in a sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const assembly = writeAssembly({ App: { Resources: {} } });
  await expect(startCloud({ assembly, port })).rejects.toThrow(`port ${port} is in use: stop what listens there`);
  server.close();
});

it('a folder without an assembly is told in a sentence', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'waymark-empty-'));
  await expect(startCloud({ assembly: empty, port: 0 })).rejects.toThrow('holds no manifest.json: synthesize first');
});
