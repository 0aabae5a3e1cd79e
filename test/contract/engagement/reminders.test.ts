import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseDay, weekdayOf } from '../../../shared/domain/calendar/day.ts';
import { contactAddress, staffId, studentId } from '../../../shared/domain/identity.ts';
import { type DeliveryPorts, deliverMessage } from '../../../shared/engagement/deliverMessage.ts';
import { type DueCheckInsPorts, findDueCheckIns } from '../../../shared/engagement/dueCheckIns.ts';
import { recordDelivery } from '../../../shared/engagement/recordDelivery.ts';
import type { Mail, MailOutcome } from '../../../shared/messaging/mail.ts';
import { readMessage } from '../../../shared/store/messages.ts';
import { createPlan, type PlanRecord, recordCheckIn } from '../../../shared/store/plans.ts';
import { listTasks } from '../../../shared/store/tasks.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
beforeEach(() => dynamo.clear());
afterAll(() => dynamo.stop());

const day = (iso: string) => parseDay(iso)!;
const MENTOR = staffId('T1');
const schoolDays = Array.from({ length: 90 }, (_, index) => day('2026-03-02') + index).filter(
  (each) => weekdayOf(each) <= 5 && !(day('2026-03-23') <= each && each <= day('2026-03-27')),
);

const plan: PlanRecord = {
  planId: 'plan-1',
  studentSourcedId: studentId('100001'),
  school: 'S1',
  domain: 'attendance',
  need: 'Misses Mondays',
  strategy: 'Check & Connect, weekly ten minutes',
  timeline: { startDate: '2026-03-13', endDate: '2026-04-24' },
  goal: 'At most one absence in four weeks',
  monitoring: { method: 'absences since the last check-in', frequency: 'weekly', responsible: MENTOR },
  createdBy: MENTOR,
  createdAt: '2026-03-13T15:00:00.000Z',
};

const now = new Date('2026-03-20T12:00:00Z');
const queued: string[] = [];
const ports: DueCheckInsPorts = {
  instructionalDays: () => schoolDays,
  queue: async (ids) => void queued.push(...ids),
};
const find = (iso: string, given = ports) => findDueCheckIns(day(iso), now, given);
const openTasks = async () => (await listTasks(MENTOR, { limit: 50, status: 'open' })).tasks;

beforeEach(() => queued.splice(0));

describe('finding due check-ins', () => {
  test('opens nothing before the first one is due', async () => {
    await createPlan(plan);
    expect(await find('2026-03-19')).toEqual({ plans: 1, tasksOpened: 0, messagesQueued: 0 });
  });

  test('opens one task with one message on the day, and none on later mornings without another due day', async () => {
    await createPlan(plan);
    expect(await find('2026-03-20')).toEqual({ plans: 1, tasksOpened: 1, messagesQueued: 1 });
    expect(await find('2026-03-20')).toMatchObject({ tasksOpened: 0, messagesQueued: 0 });
    expect(await find('2026-03-30')).toMatchObject({ tasksOpened: 0, messagesQueued: 0 });
    expect((await openTasks()).map((task) => task.dueOn)).toEqual(['2026-03-20']);
  });

  test('skips no due day when the mornings before were missed', async () => {
    await createPlan(plan);
    await find('2026-04-10');
    expect((await openTasks()).map((task) => task.dueOn)).toEqual(['2026-03-20', '2026-04-03', '2026-04-10']);
  });

  test('queues again what was opened but never queued, when the morning before died in between', async () => {
    await createPlan(plan);
    const dying = { ...ports, queue: () => Promise.reject(new Error('killed')) };
    await expect(find('2026-03-20', dying)).rejects.toThrow('killed');
    expect(await find('2026-03-20')).toEqual({ plans: 1, tasksOpened: 0, messagesQueued: 1 });
    expect(queued).toHaveLength(1);
  });

  test('opens no task for a check-in that was recorded early, and closes the task of one recorded late', async () => {
    await createPlan(plan);
    const held = {
      planId: plan.planId,
      outcome: 'onTrack',
      recordedBy: MENTOR,
      recordedAt: now.toISOString(),
    } as const;
    expect(await recordCheckIn(plan, { ...held, dueOn: '2026-03-20', heldOn: '2026-03-18' })).toBe(true);
    expect(await find('2026-03-20')).toMatchObject({ tasksOpened: 0 });
    await find('2026-04-03');
    expect(await openTasks()).toHaveLength(1);
    expect(await recordCheckIn(plan, { ...held, dueOn: '2026-04-03', heldOn: '2026-04-07' })).toBe(true);
    expect(await openTasks()).toHaveLength(0);
    expect(await recordCheckIn(plan, { ...held, dueOn: '2026-04-03', heldOn: '2026-04-08' })).toBe(false);
  });

  test('two mornings at once open one task', async () => {
    await createPlan(plan);
    const outcomes = await Promise.all([find('2026-03-20'), find('2026-03-20'), find('2026-03-20')]);
    expect(outcomes.reduce((sum, each) => sum + each.tasksOpened, 0)).toBe(1);
    expect(await openTasks()).toHaveLength(1);
  });

  test('a plan is stored once under its id', async () => {
    expect(await createPlan(plan)).toBe(true);
    expect(await createPlan({ ...plan, need: 'other' })).toBe(false);
  });
});

describe('delivering a message', () => {
  const sent: Mail[] = [];
  let answer: MailOutcome;
  let clock: Date;
  const delivery: DeliveryPorts = {
    district: 'Riverside',
    now: () => clock,
    today: () => day('2026-03-20'),
    timeZone: 'America/Chicago',
    addressOf: async () => contactAddress('t1@riverside.example'),
    send: async (mail) => {
      sent.push(mail);
      return answer;
    },
  };

  beforeEach(async () => {
    sent.splice(0);
    answer = { outcome: 'sent', providerMessageId: 'p-1' };
    clock = now;
    await createPlan(plan);
    await find('2026-03-20');
  });

  const deliver = (given = delivery) => deliverMessage(queued[0]!, given);
  const state = async () => (await readMessage(queued[0]!))?.state;
  const providerEvent = (kind: string) =>
    recordDelivery({
      source: 'aws.ses',
      'detail-type': kind,
      time: '2026-03-20T12:00:05Z',
      detail: { mail: { messageId: 'p-1', tags: { 'waymark-message': [queued[0]!] } } },
    });

  test('sends once, whatever is redelivered', async () => {
    expect(await deliver()).toBe('sent');
    expect(await deliver()).toBe('done');
    expect(sent).toHaveLength(1);
    expect(await state()).toBe('sent');
  });

  test('sends once when the queue delivers to several at once', async () => {
    await Promise.all([deliver(), deliver(), deliver(), deliver()]);
    expect(sent).toHaveLength(1);
  });

  test('names neither student nor need in the mail', async () => {
    await deliver();
    const text = JSON.stringify(sent[0]);
    expect(text).not.toContain('100001');
    expect(text).not.toContain('Mondays');
    expect(sent[0]!.subject).toBe('Check-in due today');
  });

  test('never sends again after a lost response: the provider’s event resolves the claim', async () => {
    answer = { outcome: 'unknown' };
    expect(await deliver()).toBe('retry');
    expect(await deliver()).toBe('retry');
    expect(sent).toHaveLength(1);
    await providerEvent('Email Sent');
    expect(await state()).toBe('sent');
    expect(await deliver()).toBe('done');
  });

  test('hands a claim that nobody resolves to a person instead of sending blindly', async () => {
    answer = { outcome: 'unknown' };
    await deliver();
    clock = new Date(now.getTime() + 11 * 60_000);
    expect(await deliver()).toBe('unresolved');
    expect(sent).toHaveLength(1);
    expect(await state()).toBe('unresolved');
    await providerEvent('Email Delivered');
    expect(await state()).toBe('sent');
  });

  test('tries again when the provider says it did not take it', async () => {
    answer = { outcome: 'notTaken', code: 'TooManyRequestsException' };
    expect(await deliver()).toBe('retry');
    answer = { outcome: 'sent', providerMessageId: 'p-1' };
    expect(await deliver()).toBe('sent');
  });

  test('fails with a reason when there is no address, when it is refused, and when it bounces', async () => {
    expect(await deliver({ ...delivery, addressOf: async () => undefined })).toBe('failed');
    expect(await readMessage(queued[0]!)).toMatchObject({ state: 'failed', failure: 'noAddress' });
  });

  test('a bounce after sending is a failure that shows', async () => {
    await deliver();
    await providerEvent('Email Bounced');
    expect(await readMessage(queued[0]!)).toMatchObject({ state: 'failed', failure: 'bounced' });
    await providerEvent('Email Delivered');
    expect(await state()).toBe('failed');
  });

  test('an event of somebody else’s mail is none of ours', async () => {
    const event = { source: 'aws.ses', 'detail-type': 'Email Sent', time: '2026-03-20T12:00:05Z' } as const;
    expect(await recordDelivery({ ...event, detail: { mail: { messageId: 'x', tags: {} } } })).toBe(false);
  });
});
