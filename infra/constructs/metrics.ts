import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

const FIVE_MINUTES = Duration.minutes(5);

/** Metrics by physical names, so that watching a resource makes no reference to its stack. */
export const metrics = {
  queueDepth: (queueName: string): IMetric =>
    new Metric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensionsMap: { QueueName: queueName },
      statistic: Stats.MAXIMUM,
      period: FIVE_MINUTES,
    }),

  /** Seconds. */
  queueAge: (queueName: string): IMetric =>
    new Metric({
      namespace: 'AWS/SQS',
      metricName: 'ApproximateAgeOfOldestMessage',
      dimensionsMap: { QueueName: queueName },
      statistic: Stats.MAXIMUM,
      period: FIVE_MINUTES,
    }),

  functionErrors: (functionName: string): IMetric => ofFunction(functionName, 'Errors', Duration.minutes(15)),
  functionCalls: (functionName: string): IMetric => ofFunction(functionName, 'Invocations', Duration.days(1)),

  /** Milliseconds by which a stream's reader is behind. */
  streamAge: (functionName: string): IMetric =>
    new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensionsMap: { FunctionName: functionName },
      statistic: Stats.MAXIMUM,
      period: FIVE_MINUTES,
    }),

  /** Executions that did not end well. */
  executionsLost: (scope: Construct, machineName: string): IMetric =>
    new MathExpression({
      expression: 'failed + timedOut + aborted',
      usingMetrics: {
        failed: ofMachine(scope, machineName, 'ExecutionsFailed', FIVE_MINUTES),
        timedOut: ofMachine(scope, machineName, 'ExecutionsTimedOut', FIVE_MINUTES),
        aborted: ofMachine(scope, machineName, 'ExecutionsAborted', FIVE_MINUTES),
      },
      label: machineName,
      period: FIVE_MINUTES,
    }),

  executionsFailed: (scope: Construct, machineName: string): IMetric =>
    ofMachine(scope, machineName, 'ExecutionsFailed', FIVE_MINUTES),

  executionsStarted: (scope: Construct, machineName: string): IMetric =>
    ofMachine(scope, machineName, 'ExecutionsStarted', Duration.days(1)),

  startsDropped: (scheduleGroup: string): IMetric =>
    new Metric({
      namespace: 'AWS/Scheduler',
      metricName: 'InvocationDroppedCount',
      dimensionsMap: { ScheduleGroup: scheduleGroup },
      statistic: Stats.SUM,
      period: FIVE_MINUTES,
    }),

  api: (apiId: string, metricName: 'Count' | '4xx' | '5xx' | 'Latency', statistic: string): IMetric =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiId: apiId },
      statistic,
      period: FIVE_MINUTES,
    }),

  /** What a function counted itself (`shared/runtime/metrics.ts`). */
  counted: (functionName: string, metricName: string, period: Duration = FIVE_MINUTES): IMetric =>
    new Metric({
      namespace: 'Waymark',
      metricName,
      dimensionsMap: { service: functionName },
      statistic: Stats.MAXIMUM,
      period,
    }),
} as const;

function ofFunction(functionName: string, metricName: string, period: Duration): IMetric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName },
    statistic: Stats.SUM,
    period,
  });
}

function ofMachine(scope: Construct, machineName: string, metricName: string, period: Duration): IMetric {
  const arn = Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: machineName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: { StateMachineArn: arn },
    statistic: Stats.SUM,
    period,
  });
}
