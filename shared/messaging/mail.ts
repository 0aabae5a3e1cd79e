import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { ContactAddress } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';

/** Tag that carries our message id through the provider and back in its events. */
export const MESSAGE_TAG = 'waymark-message';

export interface Mail {
  readonly messageId: string;
  readonly to: ContactAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What is known after trying to send: only `notTaken` may be tried again. */
export type MailOutcome =
  | { readonly outcome: 'sent'; readonly providerMessageId: string }
  | { readonly outcome: 'notTaken'; readonly code: string }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unknown' };

/** One attempt: the SDK's own retry after a lost response would be a blind second send. */
const ses = new SESv2Client({ maxAttempts: 1 });

const NOT_TAKEN = new Set(['TooManyRequestsException', 'LimitExceededException', 'ThrottlingException']);

/** Hands a mail to the provider once. */
export async function sendMail(mail: Mail): Promise<MailOutcome> {
  try {
    const answer = await ses.send(
      new SendEmailCommand({
        FromEmailAddress: environment('MAIL_FROM'),
        ConfigurationSetName: environment('MAIL_CONFIGURATION_SET'),
        Destination: { ToAddresses: [mail.to] },
        EmailTags: [{ Name: MESSAGE_TAG, Value: mail.messageId }],
        Content: {
          Simple: {
            Subject: { Data: mail.subject, Charset: 'UTF-8' },
            Body: { Text: { Data: mail.text, Charset: 'UTF-8' }, Html: { Data: mail.html, Charset: 'UTF-8' } },
          },
        },
      }),
    );
    return { outcome: 'sent', providerMessageId: answer.MessageId ?? '' };
  } catch (error) {
    if (!(error instanceof SESv2ServiceException)) return { outcome: 'unknown' };
    if (NOT_TAKEN.has(error.name)) return { outcome: 'notTaken', code: error.name };
    return error.$fault === 'client' ? { outcome: 'refused', code: error.name } : { outcome: 'unknown' };
  }
}
