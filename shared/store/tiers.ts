import { paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StudentId } from '../domain/identity.ts';
import type { Domain } from '../domain/tiers/result.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { PublishedPointer, TierChange } from './entities.ts';
import { studentKeys } from './keys.ts';
import { outboxItem, type PendingEvent } from './outbox.ts';
import { readPublished } from './published.ts';

/**
 * A student's tier history in a domain, newest first, as far as it is published. Two requests, one when the pointer is
 * known.
 */
export async function tierChanges(
  student: StudentId,
  domain: Domain,
  known?: PublishedPointer,
): Promise<readonly TierChange[]> {
  const published = known ?? (await readPublished());
  if (!published) return [];
  const changes: TierChange[] = [];
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: environment('STUDENT_TABLE'),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :changes)',
      ExpressionAttributeValues: {
        ':student': studentKeys.directory(student).pk,
        ':changes': studentKeys.tierChangePrefix(domain),
      },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
  );
  for await (const page of pages) {
    for (const item of page.Items ?? []) changes.push(item['change'] as TierChange);
  }
  return changes.filter((change) => change.publication <= published.publication);
}

/**
 * Marks a published change as announced and makes its event pending, in one write. False when it was announced before
 * or its row is gone.
 */
export async function announce(change: TierChange, event: PendingEvent): Promise<boolean> {
  const table = environment('STUDENT_TABLE');
  const mark = {
    TableName: table,
    Key: studentKeys.tierChange(change.sourcedId, change.domain, change.publication),
    UpdateExpression: 'SET announcedAt = :at',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(announcedAt)',
    ExpressionAttributeValues: { ':at': event.createdAt },
  };
  const put = { TableName: table, Item: outboxItem(event) };
  return conditionally(documents.send(new TransactWriteCommand({ TransactItems: [{ Update: mark }, { Put: put }] })));
}
