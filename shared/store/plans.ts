import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, paginateQuery, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { SchoolId, StaffId, StudentId } from '../domain/identity.ts';
import type { InterventionPlan } from '../domain/interventions/plan.ts';
import { environment } from '../runtime/environment.ts';
import { getItems, keyText } from './batches.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { LIST_INDEX, studentKeys } from './keys.ts';
import { stillResponsible, taskIdOf } from './tasks.ts';

/** An intervention plan as stored: days are ISO, and it knows who wrote it and when. */
export interface PlanRecord extends Omit<InterventionPlan, 'timeline'> {
  /** The school whose calendar counts while the student's directory entry names none. */
  readonly school: SchoolId;
  readonly timeline: { readonly startDate: string; readonly endDate: string };
  readonly createdBy: StaffId;
  readonly createdAt: string;
  /** The day through which due check-ins have become tasks. */
  readonly tasksThrough?: string;
  /** Who was responsible before, the first one first. */
  readonly formerly?: readonly FormerResponsible[];
}

/** Somebody whose plan became another's, and by which reassignment. */
export interface FormerResponsible {
  readonly responsible: StaffId;
  readonly until: string;
  readonly reassignmentId: string;
}

/** A plan as the list of who is responsible for it has it. */
export interface ListedPlan extends Pick<PlanRecord, 'planId' | 'studentSourcedId' | 'domain' | 'timeline'> {}

/** A check-in that took place, filed under the due day it answers. */
export interface CheckInRecord {
  readonly planId: string;
  readonly dueOn: string;
  readonly heldOn: string;
  readonly outcome: 'onTrack' | 'offTrack' | 'notHeld';
  readonly note?: string;
  readonly recordedBy: StaffId;
  readonly recordedAt: string;
  /** Of the request that recorded it. */
  readonly requestKey?: string;
}

const ACTIVE_PLANS = 'PLANS#ACTIVE';
const table = () => environment('STUDENT_TABLE');

/** Stores a new plan; false when a plan with this id is there already. */
export async function createPlan(plan: PlanRecord): Promise<boolean> {
  const listed = { gsi1pk: ACTIVE_PLANS, gsi1sk: `${plan.timeline.endDate}#${plan.planId}` };
  const { planId } = plan;
  const put = (item: Record<string, unknown>) => ({
    Put: { TableName: table(), Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          put({ ...studentKeys.plan(planId), ...listed, plan }),
          put({ ...studentKeys.studentPlan(plan.studentSourcedId, planId), plan: ofStudent(plan) }),
          put(staffPlanItem(plan, plan.monitoring.responsible)),
        ],
      }),
    ),
  );
}

/** A plan among those of its student: what of it never changes. */
export type StudentPlan = Pick<PlanRecord, 'planId' | 'domain' | 'timeline' | 'goal' | 'strategy'>;

const ofStudent = ({ planId, domain, timeline, goal, strategy }: PlanRecord): StudentPlan => ({
  ...{ planId, domain, timeline, goal, strategy },
});

/** A student's plans without what changes of them. One request. */
export async function studentPlansOf(student: StudentId): Promise<readonly StudentPlan[]> {
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :plan)',
      ExpressionAttributeValues: { ':student': studentKeys.studentPlan(student, '').pk, ':plan': 'PLAN#' },
      ConsistentRead: true,
    }),
  );
  return (answer.Items ?? []).map((item) => item['plan'] as StudentPlan);
}

/** A plan among those of who is responsible. */
export const staffPlanItem = ({ planId, studentSourcedId, domain, timeline }: PlanRecord, responsible: StaffId) => ({
  ...studentKeys.staffPlan(responsible, timeline.endDate, planId),
  plan: { planId, studentSourcedId, domain, timeline } satisfies ListedPlan,
});

export async function readPlan(planId: string): Promise<PlanRecord | undefined> {
  const answer = await documents.send(
    new GetCommand({ TableName: table(), Key: studentKeys.plan(planId), ConsistentRead: true }),
  );
  return answer.Item?.['plan'] as PlanRecord | undefined;
}

/** A plan and what has been recorded of it. One request while that is less than a megabyte. */
export async function readPlanAndCheckIns(
  planId: string,
): Promise<{ readonly plan: PlanRecord; readonly checkIns: readonly CheckInRecord[] } | undefined> {
  const items: Record<string, unknown>[] = [];
  const query = {
    TableName: table(),
    KeyConditionExpression: 'pk = :plan',
    ExpressionAttributeValues: { ':plan': studentKeys.plan(planId).pk },
    ConsistentRead: true,
  };
  for await (const page of paginateQuery({ client: documents }, query)) items.push(...(page.Items ?? []));
  const plan = items.find((item) => item['plan'] !== undefined)?.['plan'] as PlanRecord | undefined;
  const checkIns = items.flatMap(({ checkIn }) => (checkIn === undefined ? [] : [checkIn as CheckInRecord]));
  return plan && { plan, checkIns };
}

/** Every plan of a student, as it stands. Two requests. */
export async function plansOf(student: StudentId): Promise<readonly PlanRecord[]> {
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :plan)',
      ExpressionAttributeValues: { ':student': studentKeys.studentPlan(student, '').pk, ':plan': 'PLAN#' },
      ConsistentRead: true,
    }),
  );
  const keys = (answer.Items ?? []).map((item) => studentKeys.plan((item['plan'] as PlanRecord).planId));
  const items = await getItems(table(), keys);
  return keys.flatMap((key) => (items.get(keyText(key))?.['plan'] as PlanRecord | undefined) ?? []);
}

/** Plans whose last day is not before `endingFrom`, in no order that matters. */
export async function* activePlans(endingFrom: string): AsyncGenerator<PlanRecord> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      IndexName: LIST_INDEX,
      KeyConditionExpression: 'gsi1pk = :active AND gsi1sk >= :from',
      ExpressionAttributeValues: { ':active': ACTIVE_PLANS, ':from': endingFrom },
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield item['plan'] as PlanRecord;
}

/** Remembers that every check-in due up to a day has its task. */
export async function markTasksThrough(planId: string, day: string): Promise<void> {
  await conditionally(
    documents.send(
      new UpdateCommand({
        TableName: table(),
        Key: studentKeys.plan(planId),
        UpdateExpression: 'SET #plan.tasksThrough = :day',
        ConditionExpression: 'attribute_not_exists(#plan.tasksThrough) OR #plan.tasksThrough < :day',
        ExpressionAttributeNames: { '#plan': 'plan' },
        ExpressionAttributeValues: { ':day': day },
      }),
    ),
  );
}

export async function checkInsOf(planId: string): Promise<readonly CheckInRecord[]> {
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :plan AND begins_with(sk, :checkIn)',
      ExpressionAttributeValues: { ':plan': studentKeys.plan(planId).pk, ':checkIn': 'CHECKIN#' },
      ConsistentRead: true,
    }),
  );
  return (answer.Items ?? []).map((item) => item['checkIn'] as CheckInRecord);
}

/** How often a check-in is filed anew because the task was opened or the plan reassigned at the same moment. */
const FILING_ATTEMPTS = 3;

/**
 * Files a check-in and closes its task in one write; false when one is filed for that due day already. A task that is
 * being opened, or a plan that is being reassigned, at the same moment makes the write try again, so that no task stays
 * open behind a recorded check-in.
 */
export async function recordCheckIn(plan: PlanRecord, checkIn: CheckInRecord): Promise<boolean> {
  let { responsible } = plan.monitoring;
  for (let attempt = 1; ; attempt++) {
    const taskKey = studentKeys.task(responsible, checkIn.dueOn, taskIdOf(plan.planId, checkIn.dueOn));
    const task = await documents.send(new GetCommand({ TableName: table(), Key: taskKey, ConsistentRead: true }));
    try {
      await documents.send(
        new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: table(),
                Item: { ...studentKeys.checkIn(plan.planId, checkIn.dueOn), checkIn },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
            { Put: { TableName: table(), Item: ofStudentsPlan(plan, checkIn) } },
            task.Item ? closing(taskKey) : absence(taskKey),
            stillResponsible(plan.planId, responsible),
          ],
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [filed] = error.CancellationReasons ?? [];
      if (filed?.Code === 'ConditionalCheckFailed') return false;
      if (attempt === FILING_ATTEMPTS) throw error;
      responsible = (await readPlan(plan.planId))?.monitoring.responsible ?? responsible;
    }
  }
}

/** A check-in as the student's partition has it: that it was held and what came of it, without what was written about it. */
export interface StudentCheckIn extends Pick<CheckInRecord, 'planId' | 'dueOn' | 'heldOn' | 'outcome' | 'recordedBy'> {
  readonly domain: PlanRecord['domain'];
}

function ofStudentsPlan({ studentSourcedId, domain }: PlanRecord, checkIn: CheckInRecord) {
  const { planId, dueOn, heldOn, outcome, recordedBy } = checkIn;
  const held: StudentCheckIn = { planId, dueOn, heldOn, outcome, recordedBy, domain };
  return { ...studentKeys.studentCheckIn(studentSourcedId, planId, dueOn), held };
}

const closing = (Key: { pk: string; sk: string }) => ({
  Update: {
    TableName: table(),
    Key,
    UpdateExpression: 'SET #task.#status = :done',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#task': 'task', '#status': 'status' },
    ExpressionAttributeValues: { ':done': 'done' },
  },
});

const absence = (Key: { pk: string; sk: string }) => ({
  ConditionCheck: { TableName: table(), Key, ConditionExpression: 'attribute_not_exists(pk)' },
});
