import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { OUTBOX } from '../../shared/store/keys.ts';
import type { District } from './district.ts';
import type { DistrictKey } from './districtKey.ts';
import { DeadLetterQueue } from './queues.ts';
import type { RecordTable } from './recordTable.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

/** Name of the district's own bus, known before deployment. */
export const busName = (district: District): string => `waymark-${district.tenant.tenant}`;

export interface EventsOutProps {
  readonly district: District;
  readonly key: DistrictKey;
  readonly students: RecordTable;
}

/**
 * The way of events out of the student table: pending items, stream, relay, the district's bus. The bus has no archive:
 * it would keep students' changes beyond a purge, and the table can tell them again.
 */
export class EventsOut extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly #bus: EventBus;
  readonly #props: EventsOutProps;

  constructor(scope: Construct, id: string, props: EventsOutProps) {
    super(scope, id);
    this.#props = props;
    this.#bus = new EventBus(this, 'Bus', {
      eventBusName: busName(props.district),
      description: 'Changes of tiers and what is held, for whoever follows them',
      kmsKey: props.key.in(this),
    });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', props.district, 'relay-events');
  }

  grantPut(sender: WaymarkFunction): void {
    sender.setEnvironment('EVENT_BUS', this.#bus.eventBusName);
    sender.role.allow(['events:PutEvents'], [this.#bus.eventBusArn]);
  }

  /** Calls a function with pending events as they are written. */
  relayWith(relay: WaymarkFunction): void {
    const { streamArn } = this.#props.students;
    if (!streamArn) throw new Error('the student table has no stream to relay events from');
    relay.role.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [streamArn],
    );
    this.deadLetters.grantSend(relay.role);
    new EventSourceMapping(this, 'Relay', {
      target: relay.lambda,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(OUTBOX) } } },
        }),
      ],
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // What is given up here stays pending in the table, and the sweep sends it.
      retryAttempts: 10,
      maxRecordAge: Duration.hours(6),
      onFailure: new SqsDlq(this.deadLetters.queue),
    });
  }
}
