import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { OUTBOX } from '../../shared/store/keys.ts';
import type { District } from './district.ts';
import type { DistrictKey } from './districtKey.ts';
import { DeadLetterQueue } from './queues.ts';
import type { RecordTable } from './recordTable.ts';
import { onStreamedInserts } from './streamedInserts.ts';
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
    const { students } = this.#props;
    onStreamedInserts(this, 'Relay', { students, partitions: OUTBOX, consumer: relay, deadLetters: this.deadLetters });
  }
}
