import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Role } from '../domain/access/roles.ts';
import type { Personal, StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { studentKeys } from './keys.ts';

/** That somebody changed something, took something out, looked in another's place, or was refused. Never changed. */
export interface AuditEntry {
  readonly requestId: string;
  readonly at: string;
  readonly operationId: string;
  readonly actor: AuditActor;
  /** What it was done to: the parameters in the path. */
  readonly target: Readonly<Record<string, string>>;
}

export interface AuditActor {
  readonly subject: Personal<'subject'>;
  readonly roles: readonly Role[];
  /** `sourcedId` in users.csv. */
  readonly sourcedId?: Personal;
  readonly impersonatedBy?: StaffId;
}

/** How it ended; absent when the function was cut off. */
export interface AuditOutcome {
  readonly status: number;
  /** Code of the problem it was answered with. */
  readonly problem?: string;
}

export interface AuditRecord extends AuditEntry {
  readonly outcome?: AuditOutcome;
}

const table = () => environment('STUDENT_TABLE');
/** Beginning and end of a request stand one after the other, the end first when read backwards. */
const [BEGUN, ENDED] = ['#1', '#2'];

/** Before anything is done. */
export async function recordBegun(entry: AuditEntry): Promise<void> {
  await put(`${entry.at}#${entry.requestId}${BEGUN}`, entry.at, { entry });
}

export async function recordEnded({ at, requestId }: AuditEntry, outcome: AuditOutcome): Promise<void> {
  await put(`${at}#${requestId}${ENDED}`, at, { outcome });
}

async function put(sk: string, at: string, content: Readonly<Record<string, unknown>>): Promise<void> {
  const Item = { ...studentKeys.audit(at.slice(0, 10), sk), ...content };
  const once = { TableName: table(), Item, ConditionExpression: 'attribute_not_exists(pk)' };
  // Refused: it is there, and its answer was lost.
  await conditionally(documents.send(new PutCommand(once)));
}

export interface AuditPage {
  /** The newest first. */
  readonly records: readonly AuditRecord[];
  readonly after?: string;
}

/** What was done on a UTC day, filtered; pages are filled up, so a page may take several requests. */
export async function listAudit(
  day: string,
  {
    limit,
    after,
    where,
  }: { readonly limit: number; readonly after?: string | undefined; readonly where: (entry: AuditEntry) => boolean },
): Promise<AuditPage> {
  const records: AuditRecord[] = [];
  const { pk } = studentKeys.audit(day, '');
  let startKey = after === undefined ? undefined : { pk, sk: after };
  let outcome: { readonly of: string; readonly is: AuditOutcome } | undefined;
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: table(),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ScanIndexForward: false,
        ConsistentRead: true,
        ...(startKey && { ExclusiveStartKey: startKey }),
      }),
    );
    for (const item of answer.Items ?? []) {
      const sk = String(item['sk']);
      const request = sk.slice(0, -BEGUN.length);
      if (sk.endsWith(ENDED)) {
        outcome = { of: request, is: item['outcome'] as AuditOutcome };
        continue;
      }
      const entry = item['entry'] as AuditEntry;
      if (!where(entry)) continue;
      records.push({ ...entry, ...(outcome?.of === request && { outcome: outcome.is }) });
      if (records.length === limit) return { records, after: sk };
    }
    startKey = answer.LastEvaluatedKey as typeof startKey;
  } while (startKey);
  return { records };
}
