import { createHash } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { environment } from '../runtime/environment.ts';
import { documents } from './documents.ts';
import { operationsKeys, VANISHES_AT } from './keys.ts';

const MINUTE_SECONDS = 60;
/** Nobody reads a counter after its minute; the rest is for clocks that differ. */
const KEPT_SECONDS = 3_600;
/** Counting may not hold up what is counted. */
const PATIENCE_MS = 300;

/** What is counted apart. */
export type RequestKind = 'reads' | 'writes' | 'exports';

/** Requests of one caller in a UTC minute; `minute` counts from the epoch. */
export interface Requests {
  readonly subject: string;
  readonly kind: RequestKind;
  readonly minute: number;
  readonly count: number;
}

/** Adds to what a caller has asked for in a minute, in one write; returns what it comes to over all function instances. */
export async function addRequests({ subject, kind, minute, count }: Requests): Promise<number> {
  const startsAt = minute * MINUTE_SECONDS;
  const hash = createHash('sha256').update(subject).digest('base64url').slice(0, 22);
  const { Attributes } = await documents.send(
    new UpdateCommand({
      TableName: environment('OPERATIONS_TABLE'),
      Key: operationsKeys.callerLimit(hash, new Date(startsAt * 1000).toISOString().slice(0, 16)),
      UpdateExpression: 'ADD #kind :count SET #vanishesAt = :vanishesAt',
      ExpressionAttributeNames: { '#kind': kind, '#vanishesAt': VANISHES_AT },
      ExpressionAttributeValues: { ':count': count, ':vanishesAt': startsAt + KEPT_SECONDS },
      ReturnValues: 'UPDATED_NEW',
    }),
    { abortSignal: AbortSignal.timeout(PATIENCE_MS) },
  );
  return Number(Attributes?.[kind]);
}
