import { DeleteCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { SchoolId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { pendingPut } from './holdEvents.ts';
import { operationsKeys, STALE_SCHOOLS } from './keys.ts';
import type { PendingEvent } from './outbox.ts';

const table = () => environment('OPERATIONS_TABLE');

/** Schools whose data people have been told is stale, and is still. */
export async function knownStaleSchools(): Promise<ReadonlySet<SchoolId>> {
  const schools = new Set<SchoolId>();
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :stale',
      ExpressionAttributeValues: { ':stale': STALE_SCHOOLS },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) schools.add(String(item['sk']));
  return schools;
}

/** Marks a school as stale since a day and makes its event pending, in one write; false when it is marked. */
export const markStale = (school: SchoolId, since: string, event: PendingEvent): Promise<boolean> =>
  conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: table(),
              Item: { ...operationsKeys.staleSchool(school), since },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          pendingPut(event),
        ],
      }),
    ),
  );

/** The school's data is there again; the next time it falls behind is told anew. */
export async function markFresh(school: SchoolId): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: table(), Key: operationsKeys.staleSchool(school) }));
}
