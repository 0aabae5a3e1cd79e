import { describe, expect, it } from 'vitest';
import { CloudError, startCloud } from '../../../infra/local/cloud.ts';
import { functionResource, placeholder, writeAssembly } from './assembly.ts';

const queue = (properties: object) => ({ Type: 'AWS::SQS::Queue', Properties: properties });

describe('names and values', () => {
  it('pass between stacks, through every intrinsic function we emit', async () => {
    const assembly = writeAssembly({
      Data: {
        Resources: { Table: { Type: 'AWS::SQS::Queue' }, Gone: queue({ KmsMasterKeyId: { Ref: 'AWS::NoValue' } }) },
        Outputs: {
          Name: {
            Value: { 'Fn::GetAtt': ['Table', 'QueueName'] },
            Export: { Name: { 'Fn::Sub': `${placeholder('AWS::StackName')}:Name` } },
          },
        },
        Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' } },
        Rules: { CheckBootstrapVersion: {} },
      },
      App: {
        Resources: {
          Environment: functionResource('misbehave', {
            Environment: {
              Variables: {
                VARIABLE: {
                  'Fn::Join': [
                    '|',
                    [
                      { 'Fn::ImportValue': 'Data:Name' },
                      { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] },
                      {
                        'Fn::Sub': [
                          `${placeholder('x')}:${placeholder('AWS::Region')}:${placeholder('!literal')}`,
                          { x: 'y' },
                        ],
                      },
                      { 'Fn::Sub': placeholder('Queue.Arn') },
                      { Ref: 'AWS::URLSuffix' },
                    ],
                  ],
                },
              },
            },
          }),
          Queue: queue({}),
        },
      },
    });
    const cloud = await startCloud({ assembly, port: 0 });
    expect(await cloud.invoke('misbehave', { do: 'environment' })).toMatchObject({
      variable: `Data-Table|b|y:us-east-1:${placeholder('literal')}|arn:aws:sqs:us-east-1:000000000000:App-Queue|amazonaws.com`,
    });
    expect(cloud.resource('Queue', 'AWS::SQS::Queue')).toBe('App-Queue');
    expect(() => cloud.resource('nothing')).toThrow(CloudError);
    await cloud.stop();
  });
});
