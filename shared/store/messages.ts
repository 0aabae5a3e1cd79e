import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ContactAddress, StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { getItems } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { HeldDetail } from './holdEvents.ts';
import { studentKeys } from './keys.ts';

/**
 * The life of a message: queued → claimed → sent. A claim whose sending nobody can confirm becomes `unresolved` and
 * is for a person to look at: it is never sent a second time blindly. `failed` says the provider or the address
 * refused it for good.
 */
export type MessageState = 'queued' | 'claimed' | 'sent' | 'unresolved' | 'failed';

interface MessageProgress {
  readonly messageId: string;
  readonly state: MessageState;
  readonly queuedAt: string;
  readonly claimedAt?: string;
  readonly sentAt?: string;
  readonly providerMessageId?: string;
  /** Why it failed, as a code. */
  readonly failure?: string;
}

/** That a check-in of a plan is due. */
export interface CheckInReminder extends MessageProgress {
  readonly kind: 'checkInReminder';
  readonly recipient: StaffId;
  readonly planId: string;
  readonly dueOn: string;
}

/** That the rights in a student's record move to the student. */
export interface RightsTransferNotice extends MessageProgress {
  readonly kind: 'rightsTransferNotice';
  readonly recipient: StaffId;
  readonly dueOn: string;
}

/** That a drop or a run is held. */
export interface HoldNotice extends MessageProgress {
  readonly kind: 'holdNotice';
  /** One of the people named in the tenant file. */
  readonly recipient: ContactAddress;
  readonly held: HeldDetail;
}

export type MessageRecord = CheckInReminder | RightsTransferNotice | HoldNotice;

const table = () => environment('STUDENT_TABLE');

export async function readMessage(messageId: string): Promise<MessageRecord | undefined> {
  const answer = await documents.send(
    new GetCommand({ TableName: table(), Key: studentKeys.message(messageId), ConsistentRead: true }),
  );
  return answer.Item?.['message'] as MessageRecord | undefined;
}

/** Records a message on its first coming; false when it is known. */
export const recordMessage = (message: MessageRecord): Promise<boolean> =>
  conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...studentKeys.message(message.messageId), message },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    ),
  );

/** Several messages by id; those that are gone are left out. */
export async function readMessages(messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageRecord>> {
  const items = await getItems(
    table(),
    messageIds.map((messageId) => studentKeys.message(messageId)),
  );
  const messages = [...items.values()].map((item) => item['message'] as MessageRecord);
  return new Map(messages.map((message) => [message.messageId, message]));
}

/** Claims a queued message for one sender; false when another has it, or it is done. */
export const claimMessage = (messageId: string, at: string) =>
  change(messageId, ['queued'], { state: 'claimed', claimedAt: at });

/** Gives a claim back after the provider is known not to have taken the message. */
export const releaseClaim = (messageId: string) => change(messageId, ['claimed'], { state: 'queued' });

/** Records that the provider has it; also from its later event, when the sender died before it could say so. */
export const markSent = (messageId: string, at: string, providerMessageId: string) =>
  change(messageId, ['claimed', 'unresolved'], { state: 'sent', sentAt: at, providerMessageId });

export const markFailed = (messageId: string, failure: string) =>
  change(messageId, ['queued', 'claimed', 'sent', 'unresolved'], { state: 'failed', failure });

/** Hands a claim that nobody resolved to a person. */
export const markUnresolved = (messageId: string) => change(messageId, ['claimed'], { state: 'unresolved' });

async function change(
  messageId: string,
  from: readonly MessageState[],
  fields: Partial<MessageProgress>,
): Promise<boolean> {
  const entries = Object.entries(fields);
  return conditionally(
    documents.send(
      new UpdateCommand({
        TableName: table(),
        Key: studentKeys.message(messageId),
        UpdateExpression: `SET ${entries.map((_, index) => `#message.#f${index} = :f${index}`).join(', ')}`,
        ConditionExpression: `#message.#state IN (${from.map((_, index) => `:s${index}`).join(', ')})`,
        ExpressionAttributeNames: {
          '#message': 'message',
          '#state': 'state',
          ...Object.fromEntries(entries.map(([name], index) => [`#f${index}`, name])),
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(entries.map(([, value], index) => [`:f${index}`, value])),
          ...Object.fromEntries(from.map((state, index) => [`:s${index}`, state])),
        },
      }),
    ),
  );
}
