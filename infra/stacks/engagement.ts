import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { District } from '../constructs/district.ts';
import { busName } from '../constructs/eventsOut.ts';
import { Mail } from '../constructs/mail.ts';
import { DeadLetteredQueue, DeadLetterQueue } from '../constructs/queues.ts';
import { RULE_TARGET_RETRIES } from '../constructs/retries.ts';
import { Schedules } from '../constructs/schedules.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';

/** In the tenant's morning, due check-ins become tasks and their reminders are mailed; what is held is told; each once. */
export class EngagementStack extends DistrictStack {
  constructor(scope: Construct, district: District, data: DataStack) {
    super(scope, district, 'engagement', 'check-ins, reminders and what becomes of them');
    const shared = { district, key: data.key };
    const findDueCheckIns = new WaymarkFunction(this, 'FindDueCheckIns', {
      ...shared,
      name: 'find-due-check-ins',
      timeout: Duration.minutes(10),
      memory: 512,
      deadLetters: new DeadLetterQueue(this, 'FindDeadLetters', district, 'find-due-check-ins'),
    });
    const deliverMessage = new WaymarkFunction(this, 'DeliverMessage', {
      ...shared,
      name: 'deliver-message',
      timeout: Duration.minutes(1),
      memory: 256,
    });
    const outcomeDeadLetters = new DeadLetterQueue(this, 'OutcomeDeadLetters', district, 'record-delivery');
    const recordDelivery = new WaymarkFunction(this, 'RecordDelivery', {
      ...shared,
      name: 'record-delivery',
      timeout: Duration.seconds(30),
      memory: 256,
      deadLetters: outcomeDeadLetters,
    });
    for (const each of [findDueCheckIns, deliverMessage, recordDelivery]) data.students.grantReadWrite(each);
    data.operations.grantRead(findDueCheckIns);
    data.lake.grantRead(findDueCheckIns, 'editions/', 'tables/', 'runs/');

    const messages = new DeadLetteredQueue(this, 'Messages', {
      district,
      name: 'messages',
      consumer: deliverMessage,
      batchSize: 10,
      // Within the sending rate of a new SES account.
      maxConcurrency: 2,
    });
    messages.grantSend(findDueCheckIns);
    this.#tellOfHolds(shared, data, messages);
    const mail = new Mail(this, 'Mail', district);
    mail.grantSend(deliverMessage);
    mail.onOutcome(recordDelivery, outcomeDeadLetters);
    new Schedules(this, 'Morning', district, 'remind', { lambda: findDueCheckIns }).daily(
      district.tenant.schedules.remind,
    );
  }

  #tellOfHolds(
    shared: { readonly district: District; readonly key: DataStack['key'] },
    data: DataStack,
    messages: DeadLetteredQueue,
  ): void {
    const deadLetters = new DeadLetterQueue(this, 'HoldDeadLetters', shared.district, 'tell-of-hold');
    const tellOfHold = new WaymarkFunction(this, 'TellOfHold', {
      ...shared,
      name: 'tell-of-hold',
      timeout: Duration.seconds(30),
      memory: 256,
      deadLetters,
    });
    data.students.grantReadWrite(tellOfHold);
    messages.grantSend(tellOfHold);
    new Rule(this, 'Held', {
      description: 'A drop or a run is held: people are told',
      eventBus: EventBus.fromEventBusName(this, 'Bus', busName(shared.district)),
      eventPattern: { source: ['waymark.operations'], detailType: ['Drop Held', 'Run Held'] },
      targets: [new LambdaFunction(tellOfHold.lambda, { ...RULE_TARGET_RETRIES, deadLetterQueue: deadLetters.queue })],
    });
  }
}
