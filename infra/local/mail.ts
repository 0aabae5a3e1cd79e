import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from './aws/awsError.ts';
import type { EventBuses } from './events/bus.ts';
import type { Journal } from './journal.ts';

/** A mail that a function sent; nothing leaves this machine. */
export interface CapturedMail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly sentAt: Date;
}

/** Where a configuration set's events go. */
export interface MailDestination {
  readonly configurationSet: string;
  readonly bus: string;
  /** `send`, `delivery`, … as the template writes them. */
  readonly events: readonly string[];
}

const text = z.strictObject({ Data: z.string(), Charset: z.string().optional() });

/** The part of SendEmail that is understood; anything else is refused by name. */
const sendEmail = z.strictObject({
  FromEmailAddress: z.string(),
  Destination: z.strictObject({ ToAddresses: z.array(z.string()).min(1) }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: text,
      Body: z.strictObject({ Text: text.optional(), Html: text.optional() }),
      Headers: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
    }),
  }),
  ReplyToAddresses: z.array(z.string()).optional(),
  EmailTags: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
  ConfigurationSetName: z.string().optional(),
});

export interface MailboxOptions {
  readonly now: () => Date;
  readonly accountId: string;
  readonly region: string;
  readonly journal: Journal;
  readonly buses: EventBuses;
  readonly sent: (messageId: string) => void;
}

/** SES: mails are captured, and announced on the event bus as sent and delivered. */
export class Mailbox {
  readonly #options: MailboxOptions;
  readonly #identities = new Map<string, string | undefined>();
  readonly #configurationSets = new Set<string>();
  readonly #destinations: MailDestination[] = [];

  constructor(options: MailboxOptions) {
    this.#options = options;
  }

  addIdentity(address: string, configurationSet: string | undefined): void {
    this.#identities.set(address.toLowerCase(), configurationSet);
  }

  addConfigurationSet(name: string): void {
    this.#configurationSets.add(name);
  }

  addDestination(destination: MailDestination): void {
    this.#destinations.push(destination);
  }

  captured(): readonly CapturedMail[] {
    return this.#options.journal.mail().map((content) => {
      const mail = JSON.parse(content) as CapturedMail;
      return { ...mail, text: mail.text, html: mail.html, sentAt: new Date(mail.sentAt) };
    });
  }

  /** Sends a mail as SendEmail asks for it; returns its message id. */
  send(request: unknown): string {
    const parsed = sendEmail.safeParse(request);
    if (!parsed.success) {
      throw new AwsError(
        'BadRequestException',
        `not implemented by the embedded cloud: ${z.prettifyError(parsed.error)}`,
      );
    }
    const { FromEmailAddress: from, Destination, Content, EmailTags = [], ConfigurationSetName } = parsed.data;
    const address = (/<([^>]+)>$/.exec(from)?.[1] ?? from).toLowerCase();
    const identity = [address, address.split('@')[1] ?? ''].find((each) => this.#identities.has(each));
    if (identity === undefined) {
      throw new AwsError(
        'MessageRejected',
        'Email address is not verified: the template has no identity for the sender',
      );
    }
    const configurationSet = ConfigurationSetName ?? this.#identities.get(identity);
    if (configurationSet !== undefined && !this.#configurationSets.has(configurationSet)) {
      throw new AwsError('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
    }
    const { Subject, Body } = Content.Simple;
    const mail: CapturedMail = {
      messageId: `${randomBytes(16).toString('hex')}-${randomBytes(4).toString('hex')}-000000`,
      to: Destination.ToAddresses,
      from,
      subject: Subject.Data,
      text: Body.Text?.Data,
      html: Body.Html?.Data,
      tags: Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value])),
      sentAt: this.#options.now(),
    };
    this.#options.journal.addMail(mail.messageId, JSON.stringify(mail));
    this.#options.sent(mail.messageId);
    if (configurationSet !== undefined) {
      this.#publish(mail, configurationSet, 'send', 'Email Sent', {});
      this.#publish(mail, configurationSet, 'delivery', 'Email Delivered', {
        timestamp: mail.sentAt.toISOString(),
        processingTimeMillis: 0,
        recipients: mail.to,
        smtpResponse: '250 captured',
        reportingMTA: 'localhost',
      });
    }
    return mail.messageId;
  }

  #publish(mail: CapturedMail, configurationSet: string, type: string, detailType: string, content: object): void {
    const { buses, accountId, region } = this.#options;
    const tags = { ...mail.tags, 'ses:configuration-set': configurationSet };
    for (const destination of this.#destinations) {
      if (destination.configurationSet !== configurationSet || !destination.events.includes(type)) continue;
      buses.put(destination.bus, {
        source: 'aws.ses',
        detailType,
        resources: [`arn:aws:ses:${region}:${accountId}:configuration-set/${configurationSet}`],
        detail: {
          eventType: type === 'send' ? 'Send' : 'Delivery',
          mail: {
            timestamp: mail.sentAt.toISOString(),
            source: mail.from,
            sendingAccountId: accountId,
            messageId: mail.messageId,
            destination: mail.to,
            headersTruncated: false,
            commonHeaders: { from: [mail.from], to: mail.to, messageId: mail.messageId, subject: mail.subject },
            tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
          },
          [type]: content,
        },
      });
    }
  }
}
