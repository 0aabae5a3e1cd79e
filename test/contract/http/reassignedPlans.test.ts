import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import { finishReassignments } from '../../../shared/engagement/finishReassignments.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { listCaseload, readStudentAndStaff } from '../../../shared/store/directory.ts';
import { documents } from '../../../shared/store/documents.ts';
import { studentKeys } from '../../../shared/store/keys.ts';
import { readMessage } from '../../../shared/store/messages.ts';
import { createPlan, readPlan, recordCheckIn } from '../../../shared/store/plans.ts';
import { readHead } from '../../../shared/store/reassignments.ts';
import { listTasks } from '../../../shared/store/tasks.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { killedAt } from '../assess/interruptions.ts';
import type { Nights } from '../assess/nights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { caseloadOf, historyOf, NOON, reassign } from './caseloadCalls.ts';
import { startLake } from './lake.ts';
import {
  caseloads,
  counted,
  DAY_1,
  DAY_2,
  DAY_4,
  firstNight,
  firstTask,
  morning,
  NORTH,
  openTasks,
  planOf,
  responsible,
  SOUTH,
  TEACHER,
} from './reassignedDistrict.ts';
import { countRequests } from './requests.ts';

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let all: Nights;
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));
beforeEach(async () => {
  all = await firstNight(engine);
});

describe('plans and tasks', () => {
  it('go with the cases: the plan says who was responsible, open tasks and unsent reminders are the receiver’s', async () => {
    await createPlan(planOf('p1'));
    await createPlan(planOf('p2', 's1'));
    await createPlan(planOf('p3', 'n2', { timeline: { startDate: '2026-08-31', endDate: '2026-09-18' } }));
    await morning('2026-09-30');
    const before = await openTasks(NORTH);
    expect(before.length).toBeGreaterThan(2);
    const closed = await firstTask(NORTH);
    const held = {
      outcome: 'onTrack',
      heldOn: '2026-10-01',
      recordedBy: NORTH,
      recordedAt: NOON.toISOString(),
    } as const;
    const done = await readPlan(closed.planId);
    expect(done && (await recordCheckIn(done, { ...held, planId: closed.planId, dueOn: closed.dueOn }))).toBe(true);
    const open = await openTasks(NORTH);
    const answer = await reassign(NORTH, SOUTH);
    expect(answer.json).toMatchObject({ students: 3, plans: 2 });
    expect(await openTasks(SOUTH)).toEqual(open.filter((each) => !each.startsWith('p3')));
    expect(await openTasks(NORTH)).toEqual(open.filter((each) => each.startsWith('p3')));
    expect(await readPlan('p1')).toMatchObject({
      monitoring: { responsible: SOUTH },
      formerly: [{ responsible: NORTH, until: NOON.toISOString() }],
    });
    expect(await responsible('p3')).toBe(NORTH);
    for (const { messageId } of (await listTasks(SOUTH, { limit: 50 })).tasks) {
      expect(await readMessage(messageId)).toMatchObject({ recipient: SOUTH });
    }
    await morning('2026-10-09');
    expect((await openTasks(SOUTH)).length).toBeGreaterThan(open.length - 1);
    expect(await openTasks(NORTH)).toEqual(open.filter((each) => each.startsWith('p3')));
  });

  it('of no plan go with the student', async () => {
    const put = (student: string) => {
      const task = {
        ...{ taskId: `t-${student}`, kind: 'rightsTransfer', studentSourcedId: studentId(student), status: 'open' },
        ...{ dueOn: '2026-11-20', messageId: `m-${student}`, createdAt: NOON.toISOString() },
      };
      const Item = { ...studentKeys.task(NORTH, task.dueOn, task.taskId), task };
      return documents.send(new PutCommand({ TableName: environment('STUDENT_TABLE'), Item }));
    };
    await Promise.all(['n1', 'n2'].map(put));
    await reassign(NORTH, SOUTH, { students: ['n2'] });
    expect([await openTasks(NORTH), await openTasks(SOUTH)]).toEqual([['n1 2026-11-20'], ['n2 2026-11-20']]);
    await reassign(SOUTH, NORTH, { students: ['n2'] });
    expect(await openTasks(NORTH)).toEqual(['n1 2026-11-20', 'n2 2026-11-20']);
  });

  it('follow only the students who are named', async () => {
    await createPlan(planOf('p1', 'n1'));
    await createPlan(planOf('p2', 'n2'));
    await reassign(NORTH, SOUTH, { students: ['n2'] });
    expect([await responsible('p1'), await responsible('p2')]).toEqual([NORTH, SOUTH]);
  });

  it('can be closed by who has read the plan before it moved', async () => {
    await createPlan(planOf('p1'));
    await morning('2026-09-30');
    const read = await readPlan('p1');
    const task = await firstTask(NORTH);
    await reassign(NORTH, SOUTH);
    const held = {
      outcome: 'onTrack',
      heldOn: '2026-10-01',
      recordedBy: NORTH,
      recordedAt: NOON.toISOString(),
    } as const;
    expect(read && (await recordCheckIn(read, { ...held, planId: 'p1', dueOn: task.dueOn }))).toBe(true);
    expect(await openTasks(SOUTH)).not.toContain(`p1 ${task.dueOn}`);
  });
});

describe('a reassignment that is killed', () => {
  /** Everything of it that can be seen. */
  const outcome = async () => [
    await caseloads(),
    await counted(),
    [await responsible('p1'), await responsible('p2')],
    [await openTasks(NORTH), await openTasks(SOUTH)],
    (await readHead()).unfinished,
    (await historyOf(SOUTH)).json.items.length,
  ];
  const arranged = async () => {
    all = await firstNight(engine);
    await createPlan(planOf('p1'));
    await createPlan(planOf('p2', 'n2'));
    await morning('2026-09-25');
  };

  it.each(['before', 'after'] as const)(
    'ends the same when it is asked again, %s any write',
    { timeout: 300_000 },
    async (when) => {
      await arranged();
      const ifMatch = String((await caseloadOf(NORTH)).headers['etag']);
      await reassign(NORTH, SOUTH, { key: 'once', ifMatch });
      const whole = await outcome();
      let at = 1;
      for (; ; at++) {
        await arranged();
        if (!(await killedAt({ at, when }, () => reassign(NORTH, SOUTH, { key: 'once', ifMatch })))) break;
        expect((await reassign(NORTH, SOUTH, { key: 'once', ifMatch })).status).toBe(201);
        expect(await outcome(), `killed at write ${at}`).toEqual(whole);
      }
      expect(at).toBeGreaterThan(5);
    },
  );

  it('is finished by the morning, or by the next reassignment, when nobody asks again', async () => {
    await arranged();
    const ifMatch = String((await caseloadOf(NORTH)).headers['etag']);
    // The audit's entry, the reassignment, then the first of its plans.
    await killedAt({ at: 3, when: 'before' }, () => reassign(NORTH, SOUTH, { ifMatch }));
    expect((await readHead()).unfinished).toHaveLength(1);
    expect((await caseloads())[SOUTH]).toHaveLength(4);
    expect([await responsible('p1'), await responsible('p2')]).toContain(NORTH);
    expect(await finishReassignments()).toBe(1);
    expect([await responsible('p1'), await responsible('p2')]).toEqual([SOUTH, SOUTH]);
    await killedAt({ at: 3, when: 'before' }, () => reassign(SOUTH, NORTH, { ifMatch: '*' }));
    const next = await reassign(SOUTH, TEACHER, { students: ['s1'], ifMatch: '*' });
    expect([next.json.code, (await readHead()).unfinished]).toEqual(['reassignment.student_unknown', []]);
    expect([await responsible('p1'), await responsible('p2')]).toEqual([NORTH, NORTH]);
  });

  it('by somebody who comes back late does not undo what was reassigned since', async () => {
    await arranged();
    const first = await reassign(NORTH, SOUTH);
    await reassign(SOUTH, NORTH, { students: ['n1', 'n2'] });
    const Item = {
      ...{ pk: 'REASSIGNMENTS', sk: 'HEAD' },
      head: { ...(await readHead()), unfinished: [first.json.reassignmentId] },
    };
    await documents.send(new PutCommand({ TableName: environment('STUDENT_TABLE'), Item }));
    await finishReassignments();
    expect([await responsible('p1'), await responsible('p2')]).toEqual([NORTH, NORTH]);
    expect(await openTasks(SOUTH)).toEqual([]);
    expect((await openTasks(NORTH)).length).toBeGreaterThan(0);
  });
});

describe('a thousand cases', () => {
  it('move in one call, at once and over the night, and reading stays within its requests', {
    timeout: 300_000,
  }, async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      ...{ id: `m${String(index).padStart(4, '0')}-5d1c7c1e-7f1b-4c3e-9f0a-2b8f6f0f`, school: 'north', absences: 0 },
    }));
    await engine.clear();
    await all.publishEdition(1, districtRows(many), DAY_4);
    await all.run(DAY_1);
    await Promise.all(many.slice(0, 20).map(({ id }, index) => createPlan(planOf(`p${index}`, id))));
    const answer = await reassign(NORTH, SOUTH);
    expect(answer.json).toMatchObject({ students: 1_000, plans: 20 });
    expect((await caseloadOf(NORTH)).json.counts.students).toBe(0);
    expect((await caseloadOf(SOUTH)).json.counts).toMatchObject({ students: 1_000, openPlans: 20 });
    const requests = countRequests();
    expect((await readStudentAndStaff(studentId(many[500]?.id ?? ''), SOUTH)).staff.caseload?.bases).toEqual([
      'counselor',
    ]);
    expect(requests.commands).toHaveLength(1);
    requests.reset();
    expect((await listCaseload(SOUTH, { limit: 50 })).students).toHaveLength(50);
    expect(requests.commands).toHaveLength(3);
    const seen: string[] = [];
    for (let after: string | undefined, done = false; !done; ) {
      const page = await listCaseload(SOUTH, { limit: 70, ...(after !== undefined && { after: studentId(after) }) });
      seen.push(...page.students.map(({ sourcedId }) => sourcedId));
      [after, done] = [page.after, page.after === undefined];
    }
    expect(seen).toEqual(many.map(({ id }) => id));
    await all.run(DAY_2);
    requests.reset();
    expect((await listCaseload(SOUTH, { limit: 50 })).students).toHaveLength(50);
    expect(requests.commands.length).toBeLessThanOrEqual(3);
    expect((await caseloadOf(NORTH)).json.counts.students).toBe(0);
  });
});
