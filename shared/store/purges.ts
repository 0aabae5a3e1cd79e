import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StaffId, StudentId } from '../domain/identity.ts';
import type { PurgeBasis } from '../domain/purge/basis.ts';
import type { Certificate } from '../domain/purge/certificate.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { LIST_INDEX, PURGES, studentKeys } from './keys.ts';

/**
 * `requested`: waits for a second person. `approved`: its execution has been asked for. `running`: it holds back ingest and
 * assessment and removes. `failed`: it stopped half way; approved again, it goes on where it was.
 */
export type PurgeState = 'requested' | 'approved' | 'running' | 'done' | 'failed' | 'cancelled';

interface Decided {
  readonly by: StaffId;
  readonly at: string;
}

/** A purge that was asked for; once it is done it does not know whose it was. */
export interface PurgeRecord {
  readonly purgeId: string;
  readonly kind: 'student' | 'tenant';
  readonly state: PurgeState;
  /** Of a student; goes with the end of the purge, as the reason does, which may name the student. */
  readonly subject?: StudentId;
  readonly reason?: string;
  readonly basis: PurgeBasis;
  readonly requested: Decided;
  readonly approved?: Decided;
  readonly cancelled?: Decided;
  /** Executions so far; each has a name of its own. */
  readonly attempts: number;
  /** Counts writes: a change refuses when somebody else has changed it meanwhile. */
  readonly revision: number;
  readonly finishedAt?: string;
  /** Why it stopped, as a code. */
  readonly failure?: string;
  readonly certificate?: Certificate;
  /** Hex SHA-256 of the certificate's bytes. */
  readonly certificateSha256?: string;
}

const table = () => environment('STUDENT_TABLE');
const listed = ({ purgeId, requested }: PurgeRecord) => `${requested.at}#${purgeId}`;
const itemOf = (purge: PurgeRecord) => ({
  ...studentKeys.purge(purge.purgeId),
  gsi1pk: PURGES,
  gsi1sk: listed(purge),
  purge,
});

/** Records a purge on its first coming; false when it is known. */
export const createPurge = (purge: PurgeRecord): Promise<boolean> =>
  conditionally(
    documents.send(
      new PutCommand({ TableName: table(), Item: itemOf(purge), ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  );

export async function readPurge(purgeId: string): Promise<PurgeRecord | undefined> {
  const Key = studentKeys.purge(purgeId);
  const { Item } = await documents.send(new GetCommand({ TableName: table(), Key, ConsistentRead: true }));
  return Item?.['purge'] as PurgeRecord | undefined;
}

/** Throws when there is none: whoever was started with its id must find it. */
export async function requirePurge(purgeId: string): Promise<PurgeRecord> {
  const purge = await readPurge(purgeId);
  if (!purge) throw new Error('there is no such purge');
  return purge;
}

/** Replaces a purge as it was read; false when somebody has changed it since. */
export const updatePurge = (from: PurgeRecord, to: Omit<PurgeRecord, 'revision'>): Promise<boolean> =>
  conditionally(
    documents.send(
      new PutCommand({
        TableName: table(),
        Item: itemOf({ ...to, revision: from.revision + 1 }),
        ConditionExpression: '#purge.#revision = :revision',
        ExpressionAttributeNames: { '#purge': 'purge', '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': from.revision },
      }),
    ),
  );

export interface PurgePage {
  /** The newest first. */
  readonly purges: readonly PurgeRecord[];
  readonly after?: string;
}

export async function listPurges(options: { readonly limit: number; readonly after?: string }): Promise<PurgePage> {
  const { limit, after } = options;
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      IndexName: LIST_INDEX,
      KeyConditionExpression: after ? 'gsi1pk = :purges AND gsi1sk < :after' : 'gsi1pk = :purges',
      ExpressionAttributeValues: { ':purges': PURGES, ...(after && { ':after': after }) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  const purges = (answer.Items ?? []).map((item) => item['purge'] as PurgeRecord);
  const last = purges.at(-1);
  return { purges, ...(answer.LastEvaluatedKey && last && { after: listed(last) }) };
}

/** Whether the table holds anything of a student. */
export async function isKnownStudent(student: StudentId): Promise<boolean> {
  const { Count = 0 } = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': studentKeys.student(student).pk },
      Limit: 1,
    }),
  );
  return Count > 0;
}
