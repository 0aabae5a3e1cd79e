import * as z from 'zod';
import { recurrenceOf } from '../../time/recurrence.ts';
import { arn, inert, type ResourceType, running } from '../resourceType.ts';

const notEnforced = z.unknown().optional();

const schedule = z.strictObject({
  Name: z.string().optional(),
  Description: notEnforced,
  GroupName: z.string().optional(),
  KmsKeyArn: notEnforced,
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.literal('ENABLED').optional(),
  Target: z.strictObject({
    Arn: z.string(),
    Input: z.string(),
    DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
    RetryPolicy: notEnforced,
    RoleArn: notEnforced,
  }),
});

export const scheduleTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Scheduler::ScheduleGroup': inert('schedule groups only order schedules', 'Name'),
  'AWS::Scheduler::Schedule': running({
    name: 'Name',
    identity: (name, environment) => ({
      attributes: { Arn: arn('scheduler', `schedule/default/${name}`, environment) },
    }),
    properties: schedule,
    check: ({ ScheduleExpression, ScheduleExpressionTimezone, Target }) => {
      const unknown = /<aws\.scheduler\.(?!scheduled-time>)[^>]*>/.exec(Target.Input)?.[0];
      return [
        ...(recurrenceOf(ScheduleExpression, ScheduleExpressionTimezone, new Date(0))
          ? []
          : [`property ScheduleExpression: ${ScheduleExpression} in ${ScheduleExpressionTimezone}`]),
        ...(unknown === undefined ? [] : [`property Target.Input: ${unknown}`]),
      ];
    },
    deploy: ({ schedules, timeline, deliver }, { name, properties }) => {
      const { ScheduleExpression, ScheduleExpressionTimezone, Target } = properties;
      const recurrence = recurrenceOf(ScheduleExpression, ScheduleExpressionTimezone, timeline.now());
      if (!recurrence) return;
      schedules.add({
        name,
        recurrence,
        input: Target.Input,
        deliver: (payload) => deliver(Target.Arn, payload, Target.DeadLetterConfig?.Arn),
      });
    },
  }),
};
