import { createHash } from 'node:crypto';
import { paginateQuery, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RightsNotice } from '../domain/access/familyRights.ts';
import type { StaffId, StudentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { type Write, writeItems } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { type Key, RIGHTS_NOTICES, studentKeys } from './keys.ts';
import type { RightsTransferNotice } from './messages.ts';
import type { RightsTransferTask } from './tasks.ts';

/** Where students stand of whom no birth date is known: after every day. */
export const DAY_UNKNOWN = 'unknown';

/** What staff are to know of one student's rights, on one day. */
export interface RightsRow {
  readonly studentSourcedId: StudentId;
  /** ISO day, or `DAY_UNKNOWN`. */
  readonly on: string;
  readonly notices: readonly RightsNotice[];
  /** Who has a task about it, sorted. */
  readonly told: readonly StaffId[];
}

const table = () => environment('STUDENT_TABLE');
export const keyOfRow = ({ on, studentSourcedId }: RightsRow): Key => studentKeys.rightsNotice(on, studentSourcedId);

/** Every row, by its sort key. */
export async function allRightsRows(): Promise<ReadonlyMap<string, RightsRow>> {
  const rows = new Map<string, RightsRow>();
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :rights',
      ExpressionAttributeValues: { ':rights': RIGHTS_NOTICES },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) rows.set(item['sk'], item['row'] as RightsRow);
  return rows;
}

/** Rows from a day on, those without a day last; one request. `after` is the sort key of the last one seen. */
export async function rightsRowsFrom(
  day: string,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly rows: readonly RightsRow[]; readonly next?: string }> {
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :rights AND sk >= :day',
      ExpressionAttributeValues: { ':rights': RIGHTS_NOTICES, ':day': day },
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { pk: RIGHTS_NOTICES, sk: after } }),
    }),
  );
  const next = answer.LastEvaluatedKey?.['sk'] as string | undefined;
  return { rows: (answer.Items ?? []).map((item) => item['row'] as RightsRow), ...(next !== undefined && { next }) };
}

/** Writes rows and takes others away. */
export async function changeRightsRows(put: readonly RightsRow[], gone: readonly RightsRow[]): Promise<void> {
  const puts = put.map((row): Write => ({ put: { ...keyOfRow(row), row } }));
  await writeItems(table(), [...puts, ...gone.map((row): Write => ({ remove: keyOfRow(row) }))]);
}

const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);

/** The same transfer is the same task, whoever asks and however often, and stays so when it is handed on. */
export const rightsTaskIdOf = (student: StudentId, on: string): string => hashOf('rightsTransfer', student, on);

/** Each person is told of it once. */
export const rightsMessageIdOf = (student: StudentId, on: string, staff: StaffId): string =>
  hashOf('rightsTransferNotice', student, on, staff);

/** Opens a task together with the message that tells of it; false when it is there already. */
export function openRightsTask(
  staff: StaffId,
  task: RightsTransferTask,
  message: RightsTransferNotice,
): Promise<boolean> {
  const put = (item: Record<string, unknown>) => ({
    Put: { TableName: table(), Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put({ ...studentKeys.task(staff, task.dueOn, task.taskId), task }),
          put({ ...studentKeys.message(message.messageId), message }),
        ],
      }),
    ),
  );
}

/** Closes somebody's task about a transfer; nothing happens where there is none. */
export async function closeRightsTask(staff: StaffId, student: StudentId, on: string): Promise<void> {
  await conditionally(
    documents.send(
      new UpdateCommand({
        TableName: table(),
        Key: studentKeys.task(staff, on, rightsTaskIdOf(student, on)),
        UpdateExpression: 'SET #task.#status = :done',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#task': 'task', '#status': 'status' },
        ExpressionAttributeValues: { ':done': 'done' },
      }),
    ),
  );
}
