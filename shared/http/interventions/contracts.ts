import * as z from 'zod';
import { CHECK_IN_FREQUENCIES } from '../../domain/interventions/plan.ts';
import { DOMAINS } from '../../domain/tiers/result.ts';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { overrideContracts } from './overrideContracts.ts';

const prose = z.string().trim().min(1).max(4000);
const planId = z.string().regex(/^[0-9a-f]{32}$/, 'a plan id is 32 hexadecimal digits');

export const planBody = z
  .strictObject({
    studentSourcedId: sourcedId,
    domain: z.enum(DOMAINS),
    need: prose.meta({ description: 'What the data shows the student needs' }),
    strategy: prose.meta({ description: 'What will be done about it, by whom, how often' }),
    timeline: z.strictObject({ startDate: isoDay, endDate: isoDay }),
    goal: prose.meta({ description: 'What will be true when it has worked, measurable' }),
    monitoring: z.strictObject({
      method: prose.meta({ description: 'How progress is measured' }),
      frequency: z.enum(CHECK_IN_FREQUENCIES),
      responsibleSourcedId: sourcedId.meta({ description: 'The member of staff who checks in and is reminded' }),
    }),
  })
  .meta({ id: 'PlanRequest', description: 'An intervention plan in its five parts; all are needed' });

export const checkIn = z
  .strictObject({
    dueOn: isoDay.meta({ description: 'The due day it answers' }),
    heldOn: isoDay,
    outcome: z.enum(['onTrack', 'offTrack', 'notHeld']),
    note: z.string().optional(),
    recordedBySourcedId: sourcedId,
    recordedAt: instant,
  })
  .meta({ id: 'CheckIn' });

export const checkInBody = z
  .strictObject({
    heldOn: isoDay,
    outcome: z.enum(['onTrack', 'offTrack', 'notHeld']),
    note: z.string().trim().min(1).max(4000).optional(),
  })
  .meta({ id: 'CheckInRequest' });

export const plan = z
  .strictObject({
    planId,
    ...planBody.shape,
    nextCheckIn: isoDay
      .nullable()
      .meta({ description: 'The next due day by the school’s calendar; null when none is left' }),
    checkIns: z.array(checkIn),
    formerlyResponsible: z
      .array(z.strictObject({ sourcedId, until: instant, reassignmentId: z.string() }))
      .meta({ description: 'Who was responsible before, the first one first' }),
    createdBySourcedId: sourcedId,
    createdAt: instant,
  })
  .meta({ id: 'Plan', description: 'An intervention plan with its check-ins so far' });

const taskKind = z.enum(['checkIn', 'rightsTransfer']);

export const task = z
  .strictObject({
    taskId: z.string(),
    kind: taskKind.meta({
      description:
        'checkIn: of a plan; rightsTransfer: on dueOn the student turns 18, and what the family keeps is to be recorded.',
    }),
    planId: planId.optional().meta({ description: 'Of check-ins.' }),
    studentSourcedId: sourcedId,
    domain: z.enum(DOMAINS).optional().meta({ description: 'Of check-ins.' }),
    dueOn: isoDay,
    status: z.enum(['open', 'done']),
    reminder: z
      .enum(['queued', 'claimed', 'sent', 'unresolved', 'failed'])
      .meta({ description: 'unresolved: nobody can say whether the mail left; it is not sent again' }),
    reminderFailure: z.string().optional(),
  })
  .meta({ id: 'Task', description: 'Something a member of staff has to do by a day' });

const WRITERS = ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist'] as const;
const READERS = [...WRITERS, 'teacher'] as const;

export const createPlanContract = defineContract({
  method: 'POST',
  path: '/v1/plans',
  operationId: 'createPlan',
  tag: 'Interventions',
  summary: 'Start an intervention plan',
  description:
    'Check-ins fall due by the calendar of the student’s school. With an Idempotency-Key the same request twice is one plan.',
  roles: WRITERS,
  purpose: 'studentSupport',
  body: planBody,
  idempotencyKey: 'required',
  response: plan,
  status: 201,
  problems: [
    'student.not_found',
    'plan.domain_hidden',
    'plan.timeline',
    'plan.responsible_unknown',
    'access.staff_unknown',
  ],
});

export const getPlanContract = defineContract({
  method: 'GET',
  path: '/v1/plans/{id}',
  operationId: 'getPlan',
  tag: 'Interventions',
  summary: 'Read an intervention plan and its check-ins',
  roles: READERS,
  purpose: 'studentSupport',
  params: z.strictObject({ id: planId }),
  response: plan,
  problems: ['plan.not_found'],
});

export const recordCheckInContract = defineContract({
  method: 'POST',
  idempotencyKey: 'required',
  path: '/v1/plans/{id}/check-ins',
  operationId: 'recordCheckIn',
  tag: 'Interventions',
  summary: 'Record a check-in',
  description: 'It answers the oldest open due day, else the next one, and closes that day’s task.',
  roles: WRITERS,
  purpose: 'studentSupport',
  params: z.strictObject({ id: planId }),
  body: checkInBody,
  response: checkIn,
  status: 201,
  problems: ['plan.not_found', 'check_in.none_due', 'check_in.future', 'access.staff_unknown'],
});

export const listTasksContract = defineContract({
  method: 'GET',
  path: '/v1/tasks',
  operationId: 'listTasks',
  tag: 'Interventions',
  summary: 'Your own tasks, the oldest due day first',
  roles: READERS,
  purpose: 'studentSupport',
  query: z.strictObject({
    status: z.enum(['open', 'done']).optional(),
    kind: taskKind.optional(),
    limit: limit(50),
    cursor,
  }),
  response: page(task),
  problems: ['cursor.invalid', 'cursor.other_query', 'access.staff_unknown'],
});

export const interventionContracts = [
  createPlanContract,
  getPlanContract,
  recordCheckInContract,
  listTasksContract,
  ...overrideContracts,
] as const;
