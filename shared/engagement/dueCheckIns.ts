import { type Day, formatDay, parseDay } from '../domain/calendar/day.ts';
import type { SchoolId } from '../domain/identity.ts';
import { checkInDays, openCheckIns } from '../domain/interventions/checkInSchedule.ts';
import { readMessage } from '../store/messages.ts';
import { activePlans, checkInsOf, markTasksThrough, type PlanRecord, readPlan } from '../store/plans.ts';
import { openTask, taskIdOf } from '../store/tasks.ts';

/** What finding due check-ins needs from outside: the calendar, and a way to queue a message. */
export interface DueCheckInsPorts {
  readonly instructionalDays: (school: SchoolId) => readonly Day[];
  /** Queues messages for delivery by id; the same id twice is harmless. */
  readonly queue: (messageIds: readonly string[]) => Promise<void>;
}

export interface DueCheckInsOutcome {
  readonly plans: number;
  readonly tasksOpened: number;
  readonly messagesQueued: number;
}

/** A plan that ended this many days ago may still owe its last check-ins. */
const GRACE_DAYS = 14;

/**
 * Opens a task and queues a reminder for every check-in due up to today, once each: tasks and messages have derived
 * keys, and a plan remembers the day it was looked at only after its messages are queued. Killed anywhere, the next
 * call finishes the work.
 */
export async function findDueCheckIns(today: Day, now: Date, ports: DueCheckInsPorts): Promise<DueCheckInsOutcome> {
  let plans = 0;
  let tasksOpened = 0;
  let messagesQueued = 0;
  for await (const plan of activePlans(formatDay(today - GRACE_DAYS))) {
    plans++;
    const due = await dueDays(plan, today, ports);
    const queued: string[] = [];
    for (const day of due) {
      const { opened, messageId } = await openCheckInTask(plan, formatDay(day), now);
      if (opened) tasksOpened++;
      if (messageId !== undefined) queued.push(messageId);
    }
    if (queued.length > 0) await ports.queue(queued);
    messagesQueued += queued.length;
    if (due.length > 0) await markTasksThrough(plan.planId, formatDay(today));
  }
  return { plans, tasksOpened, messagesQueued };
}

async function dueDays(plan: PlanRecord, today: Day, ports: DueCheckInsPorts): Promise<readonly Day[]> {
  const start = parseDay(plan.timeline.startDate);
  const end = parseDay(plan.timeline.endDate);
  if (start === undefined || end === undefined) throw new RangeError('a stored plan has an unreadable timeline');
  const through = plan.tasksThrough === undefined ? start : (parseDay(plan.tasksThrough) ?? start);
  const calendar = ports.instructionalDays(plan.school);
  const due = checkInDays(plan.monitoring.frequency, { start, end }, calendar).filter((day) => day > through);
  if (due.every((day) => day > today)) return [];
  const recorded = (await checkInsOf(plan.planId)).map((checkIn) => parseDay(checkIn.dueOn) ?? start);
  return openCheckIns(due, new Set(recorded), today);
}

interface OpenedTask {
  readonly opened: boolean;
  readonly messageId?: string;
}

/** The message to queue is absent when it was sent before, or the check-in was recorded in the meantime. */
async function openCheckInTask(plan: PlanRecord, dueOn: string, now: Date): Promise<OpenedTask> {
  const taskId = taskIdOf(plan.planId, dueOn);
  const { planId, studentSourcedId, domain, monitoring } = plan;
  const at = now.toISOString();
  const task = { taskId, planId, studentSourcedId, domain, dueOn, messageId: taskId, createdAt: at } as const;
  const message = {
    messageId: taskId,
    kind: 'checkInReminder',
    recipient: monitoring.responsible,
    planId,
    dueOn,
    state: 'queued',
    queuedAt: at,
  } as const;
  const opened = await openTask(monitoring.responsible, { ...task, kind: 'checkIn', status: 'open' }, message);
  if (opened) return { opened, messageId: taskId };
  const existing = await readMessage(taskId);
  const current = existing ? undefined : await readPlan(planId);
  // Reassigned since the plan was found: the task is that of whoever has it now.
  if (current && current.monitoring.responsible !== monitoring.responsible) return openCheckInTask(current, dueOn, now);
  return existing?.state === 'queued' ? { opened, messageId: taskId } : { opened };
}
