import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { operationsKeys } from './keys.ts';

const table = () => environment('OPERATIONS_TABLE');

export interface Lease {
  readonly name: string;
  readonly holder: string;
}

/**
 * Takes a lease, prolongs one's own, or takes over one that has expired: its holder has died or stalled. False while
 * somebody else has it. A lease saves work in vain; what it guards must hold without it.
 */
export async function acquireLease({ name, holder }: Lease, now: Date, seconds: number): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + seconds * 1000).toISOString();
  return conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: { ...operationsKeys.lease(name), holder, expiresAt },
        ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder OR expiresAt <= :now',
        ExpressionAttributeValues: { ':holder': holder, ':now': now.toISOString() },
      }),
    ),
  );
}

/** Gives a lease back; nothing happens when somebody else has taken it over. */
export async function releaseLease({ name, holder }: Lease): Promise<void> {
  await conditionally(
    documents.send(
      new DeleteCommand({
        TableName: table(),
        Key: operationsKeys.lease(name),
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: { ':holder': holder },
      }),
    ),
  );
}

/** Who has a lease; undefined when nobody does. */
export async function leaseHolder(name: string): Promise<string | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: table(), Key: operationsKeys.lease(name), ConsistentRead: true }),
  );
  return Item?.['holder'] as string | undefined;
}
