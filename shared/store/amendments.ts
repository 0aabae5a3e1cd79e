import { GetCommand, PutCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type AmendmentEvent,
  type AmendmentRequest,
  type Contested,
  statementOf,
} from '../domain/amendments/request.ts';
import type { StudentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { OBJECTIONS, studentKeys } from './keys.ts';

const table = () => environment('STUDENT_TABLE');

/** Keeps a new request; false when one with this id is there already. */
export function createAmendmentRequest(request: AmendmentRequest): Promise<boolean> {
  const Item = { ...studentKeys.amendmentRequest(request.studentSourcedId, request.requestId), request };
  return conditionally(
    documents.send(new PutCommand({ TableName: table(), Item, ConditionExpression: 'attribute_not_exists(pk)' })),
  );
}

export async function readAmendmentRequest(
  student: StudentId,
  requestId: string,
): Promise<AmendmentRequest | undefined> {
  const Key = studentKeys.amendmentRequest(student, requestId);
  return amendmentIn((await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }))).Item);
}

/** What an item of `STUDENT#…` / `OBJECTION#…` holds; undefined for any other item. */
export function amendmentIn(item: Readonly<Record<string, unknown>> | undefined): AmendmentRequest | undefined {
  return item?.['request'] as AmendmentRequest | undefined;
}

/** Every request about a student's record, the newest first. */
export async function amendmentRequestsOf(student: StudentId): Promise<readonly AmendmentRequest[]> {
  const requests: AmendmentRequest[] = [];
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :objection)',
      ExpressionAttributeValues: { ':student': studentKeys.amendmentRequest(student, '').pk, ':objection': OBJECTIONS },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) {
    for (const item of page.Items ?? []) {
      const request = amendmentIn(item);
      if (request) requests.push(request);
    }
  }
  return requests.sort(newestFirst);
}

/** The order of lists. */
export const newestFirst = (a: AmendmentRequest, b: AmendmentRequest): number => (placeOf(a) < placeOf(b) ? 1 : -1);

/** Where a request stands in the list, which descends. */
export const placeOf = ({ createdAt, requestId }: AmendmentRequest): string => `${createdAt}#${requestId}`;

/** Adds what has happened to the request that was read; false when something else has happened since. */
export function addAmendmentEvent(read: AmendmentRequest, event: AmendmentEvent): Promise<boolean> {
  return conditionally(
    documents.send(
      new UpdateCommand({
        TableName: table(),
        Key: studentKeys.amendmentRequest(read.studentSourcedId, read.requestId),
        UpdateExpression: 'SET #request.#events = list_append(#request.#events, :event)',
        ConditionExpression: 'size(#request.#events) = :known',
        ExpressionAttributeNames: { '#request': 'request', '#events': 'events' },
        ExpressionAttributeValues: { ':event': [event], ':known': read.events.length },
      }),
    ),
  );
}

/** What a family has placed in the record about a part of it, to be shown wherever that part is (34 CFR 99.21(c)). */
export interface FamilyStatement {
  readonly requestId: string;
  readonly about: Contested;
  readonly statement: string;
  /** Instant. */
  readonly at: string;
}

/** The statements that stand in a student's record, by the requests about it. */
export function statementsIn(requests: readonly AmendmentRequest[]): readonly FamilyStatement[] {
  return requests.flatMap((request) => {
    const stated = statementOf(request);
    if (!stated) return [];
    return [{ requestId: request.requestId, about: request.about, statement: stated.statement, at: stated.at }];
  });
}
