import { describe, expect, test } from 'vitest';
import { type Part, policiesOf, type Resource, sampleDistrict, shortName, statementsOf, target } from './district.ts';

const district = sampleDistrict();
const alarms = district.of('AWS::CloudWatch::Alarm');
const queues = district.of('AWS::SQS::Queue');
const functions = district.of('AWS::Lambda::Function');
const within = (resources: readonly Resource[], stack: string, id: string) =>
  resources.find((each) => each.stack === stack && each.id === id);

const dimensionsOf = (alarm: Resource): Record<string, string> =>
  Object.fromEntries(
    [alarm.properties, ...(alarm.properties.Metrics ?? []).map((each: Part) => each.MetricStat?.Metric ?? {})]
      .flatMap((each) => each.Dimensions ?? [])
      .map((each: { Name: string; Value: unknown }) => [each.Name, JSON.stringify(each.Value)]),
  );
const alarmOn = (metric: string, dimension: string, value: string) =>
  alarms.filter((alarm) => {
    const metrics = [
      alarm.properties,
      ...(alarm.properties.Metrics ?? []).map((each: Part) => each.MetricStat?.Metric ?? {}),
    ];
    return metrics.some((each) => each.MetricName === metric) && dimensionsOf(alarm)[dimension]?.includes(value);
  });

/** The queue is there and an alarm rings from the first message on. */
function expectWatchedQueue(stack: string, reference: unknown, what: string): void {
  const queue = within(queues, stack, target(reference));
  expect(queue, `${what} has a dead-letter queue`).toBeDefined();
  const depth = alarmOn('ApproximateNumberOfMessagesVisible', 'QueueName', `"${queue!.properties.QueueName}"`);
  expect(depth, `${what}: an alarm on ${queue!.properties.QueueName}`).toHaveLength(1);
  expect(depth[0]!.properties, what).toMatchObject({
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
  });
  expect(queue!.properties.MessageRetentionPeriod, what).toBe(14 * 86_400);
}

describe('behind every asynchronous step there is a dead-letter queue with an alarm:', () => {
  const mappings = district.of('AWS::Lambda::EventSourceMapping');

  test('queues that functions work on', () => {
    const fed = mappings.filter((each) => !each.properties.StartingPosition);
    expect(fed).toHaveLength(2);
    for (const { stack, id, properties } of fed) {
      expect(properties.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures']);
      const queue = within(queues, stack, target(properties.EventSourceArn))!;
      expectWatchedQueue(stack, queue.properties.RedrivePolicy.deadLetterTargetArn, id);
      expect(queue.properties.RedrivePolicy.maxReceiveCount, id).toBe(5);
      const consumer = within(functions, stack, target(properties.FunctionName))!;
      expect(queue.properties.VisibilityTimeout, id).toBe(consumer.properties.Timeout * 6);
      expect(alarmOn('ApproximateAgeOfOldestMessage', 'QueueName', `"${queue.properties.QueueName}"`)).toHaveLength(1);
    }
  });

  test.each([
    ['relay-events', 'OUTBOX#'],
    ['record-disclosures', 'DISCLOSING#'],
  ])('the stream of the student table, for %s', (consumer, prefix) => {
    const streams = mappings.filter((each) => each.properties.StartingPosition);
    expect(streams).toHaveLength(2);
    const { stack, properties } = streams.find(
      (each) =>
        shortName(within(functions, each.stack, target(each.properties.FunctionName))!.properties.FunctionName) ===
        consumer,
    )!;
    expectWatchedQueue(stack, properties.DestinationConfig.OnFailure.Destination, consumer);
    expect(properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(JSON.parse(properties.FilterCriteria.Filters[0].Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { pk: { S: [{ prefix }] } } },
    });
    expect(alarmOn('IteratorAge', 'FunctionName', `"waymark-sample-${consumer}"`)).toHaveLength(1);
  });

  test('targets of rules', () => {
    const targets = district
      .of('AWS::Events::Rule')
      .flatMap((rule) => rule.properties.Targets.map((each: Record<string, Part>) => ({ rule, each })));
    expect(targets).toHaveLength(3);
    for (const { rule, each } of targets) {
      expectWatchedQueue(rule.stack, each['DeadLetterConfig']?.Arn, rule.id);
      expect(each['RetryPolicy'], rule.id).toBeDefined();
    }
  });

  test('schedules', () => {
    const schedules = district.of('AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(4);
    for (const { id, stack, properties } of schedules) {
      expectWatchedQueue(stack, properties.Target.DeadLetterConfig.Arn, id);
      expect(properties, id).toMatchObject({
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpressionTimezone: 'America/Chicago',
        Target: { RetryPolicy: { MaximumEventAgeInSeconds: 3600 } },
      });
      expect(JSON.parse(properties.Target.Input), id).toEqual({ scheduledAt: '<aws.scheduler.scheduled-time>' });
      expect(alarmOn('InvocationDroppedCount', 'ScheduleGroup', `"${properties.GroupName}"`), id).toHaveLength(1);
    }
  });

  test('functions that are called without anybody waiting for them', () => {
    const fromRules = district
      .of('AWS::Events::Rule')
      .flatMap((rule) => rule.properties.Targets.map((each: Part) => [rule.stack, target(each.Arn)] as const));
    const fromSchedules = district
      .of('AWS::Scheduler::Schedule')
      .map((each) => [each.stack, target(each.properties.Target.Arn)] as const);
    const called = [...fromRules, ...fromSchedules].flatMap(([stack, id]) => within(functions, stack, id) ?? []);
    expect(called.map((each) => shortName(each.properties.FunctionName)).sort()).toEqual([
      'find-due-check-ins',
      'record-delivery',
      'sweep-disclosures',
      'sweep-outbox',
      'tell-of-hold',
    ]);
    for (const each of called) {
      expectWatchedQueue(each.stack, each.properties.DeadLetterConfig?.TargetArn, each.properties.FunctionName);
      const invoke = district
        .of('AWS::Lambda::EventInvokeConfig')
        .find((config) => config.stack === each.stack && target(config.properties.FunctionName) === each.id);
      expect(invoke?.properties, each.properties.FunctionName).toMatchObject({ MaximumEventAgeInSeconds: 3600 });
    }
  });

  test('and whoever has to may send to it', () => {
    for (const each of functions.filter((one) => one.properties.DeadLetterConfig)) {
      const role = within(district.of('AWS::IAM::Role'), each.stack, target(each.properties.Role))!;
      const queue = target(each.properties.DeadLetterConfig.TargetArn);
      expect(policiesOf(role).flatMap(statementsOf)).toContainEqual(
        expect.objectContaining({ actions: ['sqs:SendMessage'], resources: expect.arrayContaining([`<${queue}>`]) }),
      );
    }
  });
});

describe('alarms', () => {
  test('reach the tenant’s contact, all of them', () => {
    const [topic] = district.of('AWS::SNS::Topic');
    for (const each of alarms) expect(each.properties.AlarmActions.map(target), each.id).toEqual([topic!.id]);
    expect(district.of('AWS::SNS::Subscription').map((each) => each.properties)).toEqual([
      expect.objectContaining({ Protocol: 'email', Endpoint: 'data-team@prairiecreek.example' }),
    ]);
    const [policy] = district.of('AWS::SNS::TopicPolicy');
    expect(statementsOf(policy!.properties.PolicyDocument)).toContainEqual(
      expect.objectContaining({
        effect: 'Allow',
        actions: ['sns:Publish'],
        principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });

  test('watch every function, every state machine and the API', () => {
    for (const { properties } of functions) {
      expect(alarmOn('Errors', 'FunctionName', `"${properties.FunctionName}"`), properties.FunctionName).toHaveLength(
        1,
      );
    }
    for (const { properties } of district.of('AWS::StepFunctions::StateMachine')) {
      const [lost] = alarmOn('ExecutionsFailed', 'StateMachineArn', `:stateMachine:${properties.StateMachineName}"`);
      const watched = lost?.properties.Metrics.flatMap((each: Part) => each.MetricStat?.Metric.MetricName ?? []);
      expect(watched?.sort(), properties.StateMachineName).toEqual([
        'ExecutionsAborted',
        'ExecutionsFailed',
        'ExecutionsTimedOut',
      ]);
    }
    expect(alarms.filter((each) => each.properties.MetricName === '5xx')).toHaveLength(1);
  });

  test('ring when nothing happens where something should', () => {
    const silent = alarms.filter((each) => each.properties.TreatMissingData === 'breaching');
    expect(silent.map((each) => shortName(each.properties.AlarmName)).sort()).toEqual([
      'assess-not-started',
      'check-ins-not-looked-for',
    ]);
  });

  test('say what happened and where to look', () => {
    for (const { properties } of alarms)
      expect(properties.AlarmDescription.length, properties.AlarmName).toBeGreaterThan(40);
    expect(new Set(alarms.map((each) => each.properties.AlarmName)).size).toBe(alarms.length);
  });
});
