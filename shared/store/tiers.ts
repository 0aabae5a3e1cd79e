import { paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StudentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import type { PublishedPointer, TierChange } from './entities.ts';
import { studentKeys, TIER_CHANGES } from './keys.ts';
import { outboxItem, type PendingEvent } from './outbox.ts';
import { readPublished } from './published.ts';

/**
 * A student's tier history in every domain, newest first, as far as it is published. Two requests, one when the pointer
 * is known.
 */
export async function tierChanges(student: StudentId, known?: PublishedPointer): Promise<readonly TierChange[]> {
  const published = known ?? (await readPublished());
  if (!published) return [];
  const changes: TierChange[] = [];
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: environment('STUDENT_TABLE'),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :changes)',
      ExpressionAttributeValues: {
        ':student': studentKeys.student(student).pk,
        ':changes': TIER_CHANGES,
      },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
  );
  for await (const page of pages) {
    for (const item of page.Items ?? []) changes.push(...(item['changes'] as TierChange[]));
  }
  return changes.filter((change) => change.publication <= published.publication);
}

/**
 * Marks a student's changes of a publication as announced and makes their events pending, in one write. False when they
 * were announced before or their row is gone.
 */
export async function announce(
  student: StudentId,
  publication: number,
  events: readonly PendingEvent[],
): Promise<boolean> {
  const table = environment('STUDENT_TABLE');
  const mark = {
    TableName: table,
    Key: studentKeys.tierChanges(student, publication),
    UpdateExpression: 'SET announcedAt = :at',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(announcedAt)',
    ExpressionAttributeValues: { ':at': events[0]?.createdAt },
  };
  const puts = events.map((event) => ({ Put: { TableName: table, Item: outboxItem(event) } }));
  return conditionally(documents.send(new TransactWriteCommand({ TransactItems: [{ Update: mark }, ...puts] })));
}
