import * as z from 'zod';
import { type Pattern, unknownInPattern } from '../../events/pattern.ts';
import { arn, nameOfArn, type ResourceType, running } from '../resourceType.ts';

const notEnforced = z.unknown().optional();
const deadLetterConfig = z.strictObject({ Arn: z.string() }).optional();

const queue = z.strictObject({
  QueueName: z.string().optional(),
  VisibilityTimeout: z.int().optional(),
  MessageRetentionPeriod: notEnforced,
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.int().positive() }).optional(),
  KmsMasterKeyId: notEnforced,
  SqsManagedSseEnabled: notEnforced,
});

const rule = z.strictObject({
  Name: z.string().optional(),
  Description: notEnforced,
  EventBusName: z.string().optional(),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.literal('ENABLED').optional(),
  Targets: z.array(
    z.strictObject({
      Arn: z.string(),
      Id: z.string(),
      DeadLetterConfig: deadLetterConfig,
      RetryPolicy: notEnforced,
      RoleArn: notEnforced,
    }),
  ),
});

export const messagingTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::SQS::Queue': running({
    name: 'QueueName',
    identity: (name, environment) => ({
      ref: `${environment.queues}/${environment.accountId}/${name}`,
      attributes: { Arn: arn('sqs', name, environment), QueueName: name },
    }),
    properties: queue,
    deploy: ({ storage }, { name, identity, properties: { VisibilityTimeout, RedrivePolicy } }) =>
      storage.createQueue(name, identity.attributes['Arn'] ?? '', {
        ...(VisibilityTimeout !== undefined && { VisibilityTimeout: String(VisibilityTimeout) }),
        ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
      }),
  }),
  'AWS::Events::EventBus': running({
    name: 'Name',
    identity: (name, environment) => ({
      attributes: { Arn: arn('events', `event-bus/${name}`, environment), Name: name },
    }),
    properties: z.strictObject({
      Name: z.string(),
      Description: notEnforced,
      KmsKeyIdentifier: notEnforced,
    }),
    deploy: ({ buses }, { name }) => buses.create(name),
  }),
  'AWS::Events::Rule': running({
    name: 'Name',
    identity: (name, environment) => ({ attributes: { Arn: arn('events', `rule/${name}`, environment) } }),
    properties: rule,
    check: ({ EventPattern }) => {
      const unknown = unknownInPattern(EventPattern);
      return unknown === undefined ? [] : [`property EventPattern: ${unknown}`];
    },
    deploy: ({ buses }, { name, properties: { EventBusName = 'default', EventPattern, Targets } }) =>
      buses.addRule({
        name,
        bus: nameOfArn(EventBusName),
        pattern: EventPattern as Pattern,
        targets: Targets.map(({ Arn, DeadLetterConfig }) => ({
          arn: Arn,
          ...(DeadLetterConfig && { deadLetters: DeadLetterConfig.Arn }),
        })),
      }),
  }),
};
