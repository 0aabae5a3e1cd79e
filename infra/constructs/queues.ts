import { Duration, Validations } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type District, physicalName } from './district.ts';
import type { OwnRole } from './permissions.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

/** Receives fail this often before a message counts as poison. */
const MAX_RECEIVES = 5;

/** What could not be processed, kept two weeks for a person to look at and send again. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;
  /** Physical name, known before deployment. */
  readonly queueName: string;

  constructor(scope: Construct, id: string, district: District, name: string) {
    super(scope, id);
    this.queueName = physicalName(district, `${name}-dead-letters`);
    this.queue = new Queue(this, 'Queue', {
      queueName: this.queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'it is a dead-letter queue; an alarm watches its depth',
    });
  }

  grantSend(role: OwnRole): void {
    role.allow(['sqs:SendMessage'], [this.queue.queueArn]);
  }
}

export interface DeadLetteredQueueProps {
  readonly district: District;
  readonly name: string;
  /** The function that works on it. */
  readonly consumer: WaymarkFunction;
  /** Messages a call may carry. */
  readonly batchSize: number;
  /** Calls at a time; bounded here, because reserved concurrency would take it from the whole account. */
  readonly maxConcurrency: number;
}

/** A queue with its consumer; messages that fail again and again go to its dead-letter queue. */
export class DeadLetteredQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  /** Physical name, known before deployment. */
  readonly queueName: string;

  constructor(scope: Construct, id: string, props: DeadLetteredQueueProps) {
    super(scope, id);
    this.queueName = physicalName(props.district, props.name);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', props.district, props.name);
    this.queue = new Queue(this, 'Queue', {
      queueName: this.queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      // AWS's advice: a message must not come back while its batch is still being retried.
      visibilityTimeout: Duration.seconds(props.consumer.timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount: MAX_RECEIVES },
    });
    props.consumer.role.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    new EventSourceMapping(this, 'Consumer', {
      target: props.consumer.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: props.maxConcurrency,
    });
  }

  grantSend(sender: WaymarkFunction): void {
    sender.setEnvironment('MESSAGES_QUEUE_URL', this.queue.queueUrl);
    sender.role.allow(['sqs:SendMessage'], [this.queue.queueArn]);
  }
}
