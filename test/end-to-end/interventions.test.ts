import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { at } from './district.ts';
import { rowsOf } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import type { Plan, ProblemBody, StudentRow, Task } from './views.ts';

const PARTS = ['need', 'strategy', 'timeline', 'goal', 'monitoring'] as const;

let stage: Stage;
let counselorId: string;
let counselor: Client;
let student: StudentRow;
let plan: Plan;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(at('2026-03-13', '10:00'));
  for (const { sourcedId } of stage.district.staff.filter(({ role }) => role === 'counselor')) {
    const client = stage.as(sourcedId, 'counselor');
    const [first] = await client.all<StudentRow>('/v1/students?caseload=mine&domain=attendance&tier=2');
    if (first) [counselorId, counselor, student] = [sourcedId, client, first];
  }
});

/** Thursdays from 2026-03-19 on; the week of 2026-03-23 is spring break. */
const requestOf = (studentSourcedId: string) => ({
  studentSourcedId,
  domain: 'attendance',
  need: 'Misses one day in eight',
  strategy: 'Ten minutes with a mentor every week',
  timeline: { startDate: '2026-03-12', endDate: '2026-05-22' },
  goal: 'At most one absence in the next four weeks',
  monitoring: { method: 'Absences since the last check-in', frequency: 'weekly', responsibleSourcedId: counselorId },
});

const addressOf = (sourcedId: string) =>
  rowsOf(stage.filesOf({ asOf: '2026-03-12' }), 'users').find((row) => row['sourcedId'] === sourcedId)?.['email'];
const remindersOf = (planId: string) => stage.cloud.mail().filter((mail) => mail.text?.includes(planId));
const tasks = () => counselor.all<Task>('/v1/tasks?kind=checkIn');
const ONCE_EACH_MORNING = '08:00';

describe('a plan', () => {
  it.each(PARTS)('without its %s is refused, and the answer points to it', async (part) => {
    const { [part]: _, ...rest } = requestOf(student.sourcedId);
    const { status, contentType, body } = await counselor.post<ProblemBody>('/v1/plans', rest);
    expect([status, contentType, body.code]).toEqual([400, 'application/problem+json', 'request.invalid']);
    expect(body.errors).toMatchObject([{ pointer: `/${part}` }]);
  });

  it('is told of everything that is missing at once', async () => {
    const { body } = await counselor.post<ProblemBody>('/v1/plans', { studentSourcedId: student.sourcedId });
    const pointers = body.errors?.map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(PARTS.map((part) => `/${part}`)));
    expect(
      (await counselor.post<ProblemBody>('/v1/plans', { ...requestOf(student.sourcedId), goal: '  ' })).body,
    ).toMatchObject({
      code: 'request.invalid',
      errors: [{ pointer: '/goal' }],
    });
  });

  it('is not started for a student outside of the caseload, nor by a teacher', async () => {
    const own = new Set((await counselor.all<StudentRow>('/v1/students')).map(({ sourcedId }) => sourcedId));
    const other = (await stage.admin.all<StudentRow>('/v1/students')).find(({ sourcedId }) => !own.has(sourcedId))!;
    expect(await counselor.post('/v1/plans', requestOf(other.sourcedId))).toMatchObject({
      status: 404,
      body: { code: 'student.not_found' },
    });
    const teacher = stage.as(stage.district.staff.find(({ role }) => role === 'teacher')!.sourcedId, 'teacher');
    expect((await teacher.post('/v1/plans', requestOf(student.sourcedId))).status).toBe(403);
  });

  it('asked for twice with one key is one plan, whose first check-in is a week away', async () => {
    const headers = { 'idempotency-key': 'the-same-form-sent-twice' };
    const first = await counselor.post<Plan>('/v1/plans', requestOf(student.sourcedId), headers);
    const second = await counselor.post<Plan>('/v1/plans', requestOf(student.sourcedId), headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    plan = first.body;
    expect(plan).toMatchObject({ nextCheckIn: '2026-03-19', checkIns: [] });
  });
});

describe('its check-in', () => {
  it('is not reminded of on a morning before it is due', async () => {
    await stage.cloud.clock.set(at('2026-03-18', '06:00'));
    await stage.cloud.clock.advanceTo(at('2026-03-18', ONCE_EACH_MORNING));
    expect([remindersOf(plan.planId), await tasks()]).toEqual([[], []]);
  });

  it('is reminded of once, on the morning it is due, though the sender dies after the mail has left', async () => {
    stage.kill('deliver-message', { after: 'SendEmail' });
    await stage.cloud.clock.advanceTo(at('2026-03-19', ONCE_EACH_MORNING));
    await stage.cloud.idle();
    expect(stage.died()).toEqual(['deliver-message']);
    const [mail, ...more] = remindersOf(plan.planId);
    expect(more).toEqual([]);
    // 07:00 in the tenant's time zone.
    expect(mail?.sentAt.toISOString()).toMatch(/^2026-03-19T12:00:/);
    expect(mail?.to).toEqual([addressOf(counselorId)]);
    expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toContain(student.sourcedId);
    expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toContain(student.givenName);
    expect(await tasks()).toMatchObject([
      { planId: plan.planId, dueOn: '2026-03-19', status: 'open', reminder: 'sent' },
    ]);
  });

  it('is not reminded of again the next morning', async () => {
    await stage.cloud.clock.advanceTo(at('2026-03-20', ONCE_EACH_MORNING));
    expect(remindersOf(plan.planId)).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
  });

  it('once recorded closes its task, and the next keeps clear of the break', async () => {
    const path = `/v1/plans/${plan.planId}`;
    const future = await counselor.post<ProblemBody>(`${path}/check-ins`, { heldOn: '2026-03-27', outcome: 'onTrack' });
    expect([future.status, future.body.code]).toEqual([422, 'check_in.future']);
    const held = await counselor.post(`${path}/check-ins`, { heldOn: '2026-03-20', outcome: 'onTrack' });
    expect(held).toMatchObject({ status: 201, body: { dueOn: '2026-03-19', recordedBySourcedId: counselorId } });
    expect(await counselor.read(path)).toMatchObject({
      nextCheckIn: '2026-04-02',
      checkIns: [{ dueOn: '2026-03-19' }],
    });
    expect(await counselor.all<Task>('/v1/tasks?kind=checkIn&status=open')).toEqual([]);
    expect(await tasks()).toMatchObject([{ status: 'done' }]);
  });

  it('is not due in the break', async () => {
    for (const day of ['2026-03-26', '2026-03-27']) {
      stage.cloud.clock.set(at(day, '06:00'));
      await stage.cloud.clock.advanceTo(at(day, ONCE_EACH_MORNING));
    }
    expect(remindersOf(plan.planId)).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
  });

  it('is reminded of once, though the search for it dies after it has queued the message', async () => {
    stage.died();
    stage.kill('find-due-check-ins', { after: 'SendMessageBatch' });
    stage.kill('deliver-message', 'end');
    stage.cloud.clock.set(at('2026-04-02', '06:00'));
    await stage.cloud.clock.advanceTo(at('2026-04-02', ONCE_EACH_MORNING));
    await stage.cloud.idle();
    expect(stage.died()).toEqual(['deliver-message', 'find-due-check-ins']);
    expect(remindersOf(plan.planId).map(({ sentAt }) => sentAt.toISOString().slice(0, 10))).toEqual([
      '2026-03-19',
      '2026-04-02',
    ]);
    expect(await counselor.all<Task>('/v1/tasks?kind=checkIn&status=open')).toMatchObject([
      { dueOn: '2026-04-02', reminder: 'sent' },
    ]);
  });

  it('is reminded of once, though the provider’s answer gets lost', async () => {
    stage.cloud.faults.loseMailResponse();
    stage.cloud.clock.set(at('2026-04-09', '06:00'));
    await stage.cloud.clock.advanceTo(at('2026-04-09', ONCE_EACH_MORNING));
    await stage.cloud.idle();
    expect(remindersOf(plan.planId)).toHaveLength(3);
    expect(await counselor.all<Task>('/v1/tasks?kind=checkIn&status=open')).toMatchObject([
      { dueOn: '2026-04-02' },
      { dueOn: '2026-04-09', reminder: 'sent' },
    ]);
    expect(stage.cloud.deadLetters()).toEqual([]);
  });
});
