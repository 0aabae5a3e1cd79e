import { paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { StaffId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { studentKeys } from './keys.ts';
import { readMessage } from './messages.ts';
import { readPlan, staffPlanItem } from './plans.ts';
import { stillResponsible, type TaskRecord } from './tasks.ts';

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

/** The open tasks of a member of staff. */
export async function openTasksOf(staff: StaffId): Promise<readonly TaskRecord[]> {
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
  return found;
}

/**
 * Hands an open task on, with its reminder unless that has gone out. Nothing happens where it was done meanwhile, was handed
 * on by this reassignment before, or belongs to a plan that has moved on.
 */
export async function moveTask(task: TaskRecord, { reassignmentId, from, to }: Transfer): Promise<void> {
  const { taskId, dueOn, handedOn = [] } = task;
  if (handedOn.includes(reassignmentId)) return;
  const unchanged = handedOn.length === 0 ? 'attribute_not_exists(#task.#handedOn)' : 'size(#task.#handedOn) = :known';
  const taken = {
    TableName: table(),
    Key: studentKeys.task(from, dueOn, taskId),
    ConditionExpression: `#task.#status = :open AND ${unchanged}`,
    ExpressionAttributeNames: { '#task': 'task', '#status': 'status', '#handedOn': 'handedOn' },
    ExpressionAttributeValues: { ':open': 'open', ...(handedOn.length > 0 && { ':known': handedOn.length }) },
  };
  const given: TaskRecord = { ...task, handedOn: [...handedOn, reassignmentId] };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const isQueued = (await readMessage(task.messageId))?.state === 'queued';
    const moved = await conditionally(
      documents.send(
        new TransactWriteCommand({
          TransactItems: [
            { Delete: taken },
            { Put: { TableName: table(), Item: { ...studentKeys.task(to, dueOn, taskId), task: given } } },
            ...(task.kind === 'checkIn' ? [stillResponsible(task.planId, to)] : []),
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
