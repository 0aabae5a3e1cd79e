import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from './queues.ts';
import type { RecordTable } from './recordTable.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

export interface StreamedInserts {
  readonly students: RecordTable;
  /** How the partitions of the items begin. */
  readonly partitions: string;
  readonly consumer: WaymarkFunction;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * Calls a function with new items of some of the student table's partitions. What is given up here stays in the table:
 * a sweep has to look for it, as streams forget after a day.
 */
export function onStreamedInserts(scope: Construct, id: string, of: StreamedInserts): void {
  const { students, partitions, consumer, deadLetters } = of;
  const { streamArn } = students;
  if (!streamArn) throw new Error('the student table has no stream');
  consumer.role.allow(
    ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    [streamArn],
  );
  deadLetters.grantSend(consumer.role);
  new EventSourceMapping(scope, id, {
    target: consumer.lambda,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('INSERT'),
        dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(partitions) } } },
      }),
    ],
    batchSize: 100,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: 10,
    maxRecordAge: Duration.hours(6),
    onFailure: new SqsDlq(deadLetters.queue),
  });
}
