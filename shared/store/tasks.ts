import { createHash } from 'node:crypto';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StaffId, StudentId } from '../domain/identity.ts';
import type { Domain } from '../domain/tiers/result.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { studentKeys } from './keys.ts';
import type { MessageRecord } from './messages.ts';

/** Something a member of staff has to do by a day. */
export type TaskRecord = CheckInTask | RightsTransferTask;

interface Task {
  readonly taskId: string;
  readonly studentSourcedId: StudentId;
  readonly dueOn: string;
  readonly status: 'open' | 'done';
  readonly messageId: string;
  readonly createdAt: string;
  /** The reassignments by which it has come from one person to another, the first one first. */
  readonly handedOn?: readonly string[];
}

/** A check-in of a plan is due. */
export interface CheckInTask extends Task {
  readonly kind: 'checkIn';
  readonly planId: string;
  readonly domain: Domain;
}

/** On `dueOn` the rights in the record become the student's: what the family keeps is to be recorded by then. */
export interface RightsTransferTask extends Task {
  readonly kind: 'rightsTransfer';
}

const table = () => environment('STUDENT_TABLE');

/** The same check-in is the same task, whoever asks and however often. */
export function taskIdOf(planId: string, dueOn: string): string {
  return createHash('sha256').update(`${planId}#${dueOn}`).digest('hex').slice(0, 24);
}

/** Refuses a write unless somebody is responsible for a plan. */
export const stillResponsible = (planId: string, staff: StaffId) => ({
  ConditionCheck: {
    TableName: table(),
    Key: studentKeys.plan(planId),
    ConditionExpression: '#plan.#monitoring.#responsible = :staff',
    ExpressionAttributeNames: { '#plan': 'plan', '#monitoring': 'monitoring', '#responsible': 'responsible' },
    ExpressionAttributeValues: { ':staff': staff },
  },
});

/**
 * Opens a task together with the message that tells of it, unless the check-in was recorded before; false when the
 * task is there already, is not needed, or the plan is not `staff`'s any more. Throws when another write was in its way: then nobody knows yet.
 */
export async function openTask(staff: StaffId, task: CheckInTask, message: MessageRecord): Promise<boolean> {
  const absent = 'attribute_not_exists(pk)';
  const put = (item: Record<string, unknown>) => ({
    Put: { TableName: table(), Item: item, ConditionExpression: absent },
  });
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put({ ...studentKeys.task(staff, task.dueOn, task.taskId), task }),
          put({ ...studentKeys.message(message.messageId), message }),
          {
            ConditionCheck: {
              TableName: table(),
              Key: studentKeys.checkIn(task.planId, task.dueOn),
              ConditionExpression: absent,
            },
          },
          stillResponsible(task.planId, staff),
        ],
      }),
    ),
  );
}

export interface TaskPage {
  readonly tasks: readonly TaskRecord[];
  /** Sort key to go on after; absent on the last page. */
  readonly next?: string;
}

export interface TaskListOptions {
  readonly limit: number;
  readonly status?: TaskRecord['status'];
  readonly kind?: TaskRecord['kind'];
  readonly after?: string | undefined;
}

/** A staff member's tasks by due day, oldest first; pages are filled up to the limit. */
export async function listTasks(staff: StaffId, { limit, status, kind, after }: TaskListOptions): Promise<TaskPage> {
  const pk = studentKeys.staffAccess(staff).pk;
  const tasks: TaskRecord[] = [];
  let next = after;
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: table(),
        KeyConditionExpression: 'pk = :staff AND begins_with(sk, :task)',
        ExpressionAttributeValues: { ':staff': pk, ':task': 'TASK#' },
        Limit: limit - tasks.length,
        ...(next === undefined ? {} : { ExclusiveStartKey: { pk, sk: next } }),
      }),
    );
    const found = (answer.Items ?? []).map((item) => item['task'] as TaskRecord);
    const isAsked = (task: TaskRecord) =>
      (status === undefined || task.status === status) && (kind === undefined || task.kind === kind);
    tasks.push(...found.filter(isAsked));
    next = answer.LastEvaluatedKey?.['sk'] as string | undefined;
  } while (next !== undefined && tasks.length < limit);
  return next === undefined ? { tasks } : { tasks, next };
}
