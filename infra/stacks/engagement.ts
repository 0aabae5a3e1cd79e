import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { District } from '../constructs/district.ts';
import { Mail } from '../constructs/mail.ts';
import { DeadLetteredQueue, DeadLetterQueue } from '../constructs/queues.ts';
import { Schedules } from '../constructs/schedules.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';

/** In the tenant's morning, due check-ins become tasks and their reminders are mailed, each once. */
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
    data.lake.grantRead(findDueCheckIns, 'editions/', 'tables/');

    const messages = new DeadLetteredQueue(this, 'Messages', {
      district,
      name: 'messages',
      consumer: deliverMessage,
      batchSize: 10,
      // Within the sending rate of a new SES account.
      maxConcurrency: 2,
    });
    messages.grantSend(findDueCheckIns);
    const mail = new Mail(this, 'Mail', district);
    mail.grantSend(deliverMessage);
    mail.onOutcome(recordDelivery, outcomeDeadLetters);
    new Schedules(this, 'Morning', district, 'remind', { lambda: findDueCheckIns }).daily(
      district.tenant.schedules.remind,
    );
  }
}
