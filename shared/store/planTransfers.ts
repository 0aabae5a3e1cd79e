import { paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { studentKeys } from './keys.ts';
import { readMessage } from './messages.ts';
import { readPlan, staffPlanItem } from './plans.ts';
import { type CheckInTask, stillResponsible, type TaskRecord } from './tasks.ts';

/** From whom to whom things go, by which reassignment and when it was made. */
export interface Transfer {
  readonly reassignmentId: string;
  readonly from: StaffId;
  readonly to: StaffId;
  readonly at: string;
}

const table = () => environment('STUDENT_TABLE');
/** A task or a plan that others keep writing at the same moment is tried so often. */
const ATTEMPTS = 5;

/**
 * Makes somebody else responsible for a plan and keeps who was. Done again, or by somebody who comes late, it changes
 * nothing: a reassignment moves a plan once.
 */
export async function movePlan(planId: string, { reassignmentId, from, to, at }: Transfer): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const plan = await readPlan(planId);
    if (!plan || plan.monitoring.responsible !== from) return;
    const formerly = plan.formerly ?? [];
    if (formerly.some((each) => each.reassignmentId === reassignmentId)) return;
    const unchanged =
      formerly.length === 0 ? 'attribute_not_exists(#plan.#formerly)' : 'size(#plan.#formerly) = :known';
    const update = {
      TableName: table(),
      Key: studentKeys.plan(planId),
      UpdateExpression: 'SET #plan.#monitoring.#responsible = :to, #plan.#formerly = :formerly',
      ConditionExpression: `#plan.#monitoring.#responsible = :from AND ${unchanged}`,
      ExpressionAttributeNames: {
        ...{ '#plan': 'plan', '#monitoring': 'monitoring' },
        ...{ '#responsible': 'responsible', '#formerly': 'formerly' },
      },
      ExpressionAttributeValues: {
        ...{ ':to': to, ':from': from },
        ':formerly': [...formerly, { responsible: from, until: at, reassignmentId }],
        ...(formerly.length > 0 && { ':known': formerly.length }),
      },
    };
    const { plan: _, ...listed } = staffPlanItem(plan, from);
    const moved = await conditionally(
      documents.send(
        new TransactWriteCommand({
          TransactItems: [
            { Update: update },
            { Delete: { TableName: table(), Key: listed } },
            { Put: { TableName: table(), Item: staffPlanItem(plan, to) } },
          ],
        }),
      ),
    );
    if (moved) return;
  }
  throw new Error('a plan was written at the same moment, again and again');
}

/** The open tasks of a member of staff that belong to some plans. */
export async function openTasksOf(staff: StaffId, plans: ReadonlySet<string>): Promise<readonly CheckInTask[]> {
  const found: TaskRecord[] = [];
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      KeyConditionExpression: 'pk = :staff AND begins_with(sk, :task)',
      FilterExpression: '#task.#status = :open',
      ExpressionAttributeNames: { '#task': 'task', '#status': 'status' },
      ExpressionAttributeValues: { ':staff': studentKeys.staffAccess(staff).pk, ':task': 'TASK#', ':open': 'open' },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) found.push(...(page.Items ?? []).map((item) => item['task'] as TaskRecord));
  return found.filter((task) => task.kind === 'checkIn').filter(({ planId }) => plans.has(planId));
}

/**
 * Hands an open task of a moved plan on, with its reminder unless that has gone out. Nothing happens where the task was done
 * meanwhile, is there already, or the plan has moved on.
 */
export async function moveTask(task: CheckInTask, { from, to }: Transfer): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const isQueued = (await readMessage(task.messageId))?.state === 'queued';
    const { taskId, dueOn, planId } = task;
    const moved = await conditionally(
      documents.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Delete: {
                TableName: table(),
                Key: studentKeys.task(from, dueOn, taskId),
                ConditionExpression: '#task.#status = :open',
                ExpressionAttributeNames: { '#task': 'task', '#status': 'status' },
                ExpressionAttributeValues: { ':open': 'open' },
              },
            },
            { Put: { TableName: table(), Item: { ...studentKeys.task(to, dueOn, taskId), task } } },
            stillResponsible(planId, to),
            ...(isQueued ? [redirected(task.messageId, to)] : []),
          ],
        }),
      ),
    );
    // Only a reminder that was taken up at this very moment is worth another try.
    if (moved || !isQueued) return;
  }
}

const redirected = (messageId: string, to: StaffId) => ({
  Update: {
    TableName: table(),
    Key: studentKeys.message(messageId),
    UpdateExpression: 'SET #message.#recipient = :to',
    ConditionExpression: '#message.#state = :queued',
    ExpressionAttributeNames: { '#message': 'message', '#recipient': 'recipient', '#state': 'state' },
    ExpressionAttributeValues: { ':to': to, ':queued': 'queued' },
  },
});
