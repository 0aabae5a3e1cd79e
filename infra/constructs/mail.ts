import { ArnFormat, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ConfigurationSet, EmailIdentity, EmailSendingEvent, EventDestination, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { type District, physicalName } from './district.ts';
import type { DeadLetterQueue } from './queues.ts';
import { RULE_TARGET_RETRIES } from './retries.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

/** The district's sender of mail. What becomes of each message is announced on the account's default event bus. */
export class Mail extends Construct {
  readonly #configurationSet: string;
  readonly #sender: string;

  constructor(scope: Construct, id: string, district: District) {
    super(scope, id);
    this.#sender = district.tenant.contacts.mailFrom;
    this.#configurationSet = physicalName(district, 'mail');
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: this.#configurationSet,
    });
    configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY, EmailSendingEvent.BOUNCE],
    });
    new EmailIdentity(this, 'Sender', { identity: Identity.email(this.#sender), configurationSet });
  }

  grantSend(sender: WaymarkFunction): void {
    sender.setEnvironment('MAIL_FROM', this.#sender);
    sender.setEnvironment('MAIL_CONFIGURATION_SET', this.#configurationSet);
    const stack = Stack.of(this);
    sender.role.allow(
      ['ses:SendEmail'],
      [
        stack.formatArn({ service: 'ses', resource: 'identity', resourceName: this.#sender }),
        stack.formatArn({
          service: 'ses',
          resource: 'configuration-set',
          resourceName: this.#configurationSet,
          arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        }),
      ],
      { StringEquals: { 'ses:FromAddress': this.#sender } },
    );
  }

  /** Calls a function with what became of this district's messages. */
  onOutcome(recorder: WaymarkFunction, deadLetters: DeadLetterQueue): void {
    new Rule(this, 'Outcomes', {
      description: 'What became of messages: sent, delivered, bounced',
      eventPattern: {
        source: ['aws.ses'],
        detailType: ['Email Sent', 'Email Delivered', 'Email Bounced'],
        detail: { mail: { tags: { 'ses:configuration-set': [this.#configurationSet] } } },
      },
      targets: [new LambdaFunction(recorder.lambda, { ...RULE_TARGET_RETRIES, deadLetterQueue: deadLetters.queue })],
    });
  }
}
