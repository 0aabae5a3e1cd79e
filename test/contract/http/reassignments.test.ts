import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { findDueCheckIns } from '../../../shared/engagement/dueCheckIns.ts';
import { finishReassignments } from '../../../shared/engagement/finishReassignments.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { listCaseload, readStudentAndStaff } from '../../../shared/store/directory.ts';
import { documents } from '../../../shared/store/documents.ts';
import { readMessage } from '../../../shared/store/messages.ts';
import { createPlan, type PlanRecord, readPlan, recordCheckIn } from '../../../shared/store/plans.ts';
import { readHead } from '../../../shared/store/reassignments.ts';
import { listTasks } from '../../../shared/store/tasks.ts';
import { type DistrictRows, districtRows, schoolDays } from '../../unit/assess/sampleDistrict.ts';
import { killedAt } from '../assess/interruptions.ts';
import { type Nights, nights, studentItems } from '../assess/nights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import {
  caseloadOf,
  casesIn,
  casesOf,
  counselor,
  dashboard,
  historyOf,
  mine,
  NOON,
  PRINCIPAL,
  reassign,
} from './caseloadCalls.ts';
import { startLake } from './lake.ts';
import { countRequests } from './requests.ts';

const [DAY_1, DAY_2, DAY_3, DAY_4] = ['2026-10-07', '2026-10-08', '2026-10-09', '2026-10-12'];
const NORTH = staffId('counselor-north');
const SOUTH = staffId('counselor-south');
const TEACHER = staffId('teacher-north');

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let all: Nights;
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

const rows = (): DistrictRows =>
  districtRows([
    { id: 'n1', school: 'north', absences: 8 },
    { id: 'n2', school: 'north', absences: 0 },
    { id: 'n3', school: 'north', absences: 0 },
    { id: 's1', school: 'south', absences: 0 },
  ]);

beforeEach(async () => {
  await engine.clear();
  all = nights(s3Lake(environment('LAKE_BUCKET')));
  await all.publishEdition(1, rows(), DAY_4);
  await all.run(DAY_1);
});

/** Who is on whose caseload by three ways of reading that have to agree: the list, the caseload, and student by student. */
async function caseloads(): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const staff of [NORTH, SOUTH, TEACHER]) {
    const listed = (await listCaseload(staff, { limit: 2 })).students.map(({ sourcedId }) => sourcedId as string);
    const rest = await listCaseload(staff, {
      limit: 100,
      ...(listed.at(-1) && { after: studentId(listed.at(-1) ?? '') }),
    });
    const inPages = [...new Set([...listed, ...rest.students.map(({ sourcedId }) => sourcedId as string)])];
    const tied: string[] = [];
    for (const id of ['n1', 'n2', 'n3', 's1']) {
      if ((await readStudentAndStaff(studentId(id), staff)).staff.caseload) tied.push(id);
    }
    expect(inPages, staff).toEqual(tied);
    const answer = await caseloadOf(staff);
    const cases = answer.status === 404 ? [] : Object.keys(casesIn(answer));
    expect(staff === TEACHER ? tied : cases, staff).toEqual(tied);
    found[staff] = cases;
  }
  return found;
}

const counted = async () =>
  Object.fromEntries(
    (await dashboard()).json.items.map((each: { staff: { sourcedId: string }; students: number }) => [
      each.staff.sourcedId,
      each.students,
    ]),
  );

/** The SIS's caseload rows of the north school as the next night finds them. */
async function nextNight(edition: number, day: string, change: (made: DistrictRows) => void) {
  const made = rows();
  change(made);
  await all.publishEdition(edition, made, DAY_4);
  expect((await all.run(day)).outcome).toBe('published');
}

const counselorRows = (made: DistrictRows, staff: string | undefined) => {
  made.caseloads = made.caseloads.flatMap((row) => {
    if (row['staffSourcedId'] !== NORTH) return [row];
    return staff === undefined ? [] : [{ ...row, staffSourcedId: staff }];
  });
};

describe('reassigning a caseload', () => {
  it('shows everybody to the receiver at once, nobody to the leaver, and stays over nights with unchanged files', async () => {
    const answer = await reassign(NORTH, SOUTH);
    expect([answer.status, answer.json.students]).toEqual([201, 3]);
    const moved = { [NORTH]: [], [SOUTH]: ['n1', 'n2', 'n3', 's1'], [TEACHER]: [] };
    expect(await caseloads()).toEqual(moved);
    expect(await counted()).toEqual({ [SOUTH]: 4 });
    expect(Object.keys(casesIn(await mine(counselor('south'))))).toHaveLength(4);
    for (const day of [DAY_2, DAY_3]) {
      await all.run(day);
      expect(await caseloads()).toEqual(moved);
      expect(await counted()).toEqual({ [SOUTH]: 4 });
    }
    // Two publications later readers need nothing beside what is published.
    expect((await studentItems('STAFF#')).filter(({ sk }) => sk === 'MOVED')).toEqual([]);
  });

  it('loses nobody when the SIS disables the leaver, ends their rows, or drops them and their rows', async () => {
    await reassign(NORTH, SOUTH);
    await nextNight(2, DAY_2, (made) => {
      made.users = made.users.map((row) => ({ ...row, enabledUser: row['sourcedId'] === NORTH ? 0 : 1 }));
    });
    expect((await caseloads())[SOUTH]).toEqual(['n1', 'n2', 'n3', 's1']);
    await nextNight(3, DAY_3, (made) => {
      made.caseloads = made.caseloads.map((row) => ({
        ...row,
        ...(row['staffSourcedId'] === NORTH && { endDate: DAY_1 }),
      }));
    });
    expect((await caseloads())[SOUTH]).toEqual(['n1', 'n2', 'n3', 's1']);
    await nextNight(4, DAY_4, (made) => {
      counselorRows(made, undefined);
      made.users = made.users.filter((row) => row['sourcedId'] !== NORTH);
      made.roles = made.roles.filter((row) => row['userSourcedId'] !== NORTH);
    });
    expect((await caseloads())[SOUTH]).toEqual(['n1', 'n2', 'n3', 's1']);
  });

  it('gives way for good once the SIS names somebody else', async () => {
    await reassign(NORTH, SOUTH);
    await nextNight(2, DAY_2, (made) => counselorRows(made, TEACHER));
    expect(await caseloads()).toEqual({ [NORTH]: [], [SOUTH]: ['s1'], [TEACHER]: ['n1', 'n2', 'n3'] });
    expect((await studentItems('REASSIGNMENTS')).filter(({ sk }) => String(sk).startsWith('STANDING#'))).toEqual([]);
    await nextNight(3, DAY_3, () => undefined);
    expect((await caseloads())[NORTH]).toEqual(['n1', 'n2', 'n3']);
  });

  it('takes over the cases of an account that was disabled before anybody thought of it', async () => {
    await nextNight(2, DAY_2, (made) => {
      made.users = made.users.map((row) => ({ ...row, enabledUser: row['sourcedId'] === NORTH ? 0 : 1 }));
    });
    expect((await readStudentAndStaff(studentId('n1'), NORTH)).staff).toEqual({});
    expect((await listCaseload(NORTH, { limit: 10 })).students).toEqual([]);
    expect((await reassign(NORTH, SOUTH)).status).toBe(201);
    await all.run(DAY_3);
    expect((await caseloadOf(SOUTH)).json.counts.students).toBe(4);
    expect((await caseloadOf(NORTH)).json.code).toBe('caseload.not_found');
  });

  it('holds for some of the students, in chains, and back, before and after every night', async () => {
    await reassign(NORTH, SOUTH, { students: ['n2'] });
    expect(await caseloads()).toEqual({ [NORTH]: ['n1', 'n3'], [SOUTH]: ['n2', 's1'], [TEACHER]: [] });
    await reassign(SOUTH, TEACHER);
    const chained = { [NORTH]: ['n1', 'n3'], [SOUTH]: [], [TEACHER]: ['n2', 's1'] };
    expect(casesIn(await caseloadOf(TEACHER))).toEqual({ n2: ['counselor', 'section'], s1: ['counselor'] });
    expect((await caseloadOf(SOUTH)).json.items).toEqual([]);
    await all.run(DAY_2);
    expect(Object.keys(casesIn(await caseloadOf(TEACHER)))).toEqual(chained[TEACHER]);
    await reassign(TEACHER, NORTH, { students: ['n2'] });
    expect(casesIn(await caseloadOf(NORTH))).toEqual({ n1: ['counselor'], n2: ['counselor'], n3: ['counselor'] });
    await all.run(DAY_3);
    expect(casesIn(await caseloadOf(NORTH))).toEqual({ n1: ['counselor'], n2: ['counselor'], n3: ['counselor'] });
    // The section stays where it was all along.
    expect((await readStudentAndStaff(studentId('n2'), TEACHER)).staff.caseload?.bases).toEqual(['section']);
  });

  it('made while a run is under way acts after its publication as before', async () => {
    await all.run(DAY_2, { stopBefore: 'complete' });
    await reassign(NORTH, SOUTH);
    const moved = { [NORTH]: [], [SOUTH]: ['n1', 'n2', 'n3', 's1'], [TEACHER]: [] };
    expect(await caseloads()).toEqual(moved);
    await all.run(DAY_3);
    expect(await caseloads()).toEqual(moved);
    await all.run(DAY_4);
    expect(await caseloads()).toEqual(moved);
  });

  it('moves a student who has left, or whom the SIS merged into another, nowhere', async () => {
    await reassign(NORTH, SOUTH);
    await nextNight(2, DAY_2, (made) => {
      made.schoolEnrollments = made.schoolEnrollments.map((row) => ({
        ...row,
        ...(row['studentSourcedId'] === 'n1' && { exitWithdrawDate: DAY_1 }),
      }));
      made.caseloads = made.caseloads.filter((row) => row['studentSourcedId'] !== 'n2');
      made.schoolEnrollments = made.schoolEnrollments.filter((row) => row['studentSourcedId'] !== 'n2');
      made.users = made.users.filter((row) => row['sourcedId'] !== 'n2');
      made.enrollments = made.enrollments.filter((row) => row['userSourcedId'] !== 'n2');
      made.roles = made.roles.filter((row) => row['userSourcedId'] !== 'n2');
    });
    expect(Object.keys(casesIn(await caseloadOf(SOUTH)))).toEqual(['n3', 's1']);
  });
});

describe('who may reassign what', () => {
  it('a principal: cases at their schools, between people there', async () => {
    expect((await reassign(NORTH, SOUTH, { claims: PRINCIPAL })).json.code).toBe('reassignment.receiver');
    expect((await reassign(SOUTH, NORTH, { claims: PRINCIPAL, ifMatch: '"any"' })).json.code).toBe(
      'caseload.not_found',
    );
    const both = rows();
    both.caseloads.push({ staffSourcedId: NORTH, studentSourcedId: 's1', role: 'mentor' });
    await all.publishEdition(2, both, DAY_4);
    await all.run(DAY_2);
    expect((await reassign(NORTH, TEACHER, { claims: PRINCIPAL })).json.students).toBe(3);
    expect(casesIn(await caseloadOf(NORTH))).toEqual({ s1: ['mentor'] });
  });

  it('nobody else, and nobody who has not seen the caseload as it is now', async () => {
    expect((await reassign(NORTH, SOUTH, { claims: counselor('north'), ifMatch: '"any"' })).json.code).toBe(
      'access.role',
    );
    expect((await reassign(NORTH, SOUTH, { ifMatch: undefined })).json.code).toBe('precondition.missing');
    const seen = String((await caseloadOf(NORTH)).headers['etag']);
    await reassign(NORTH, SOUTH, { students: ['n1'] });
    expect((await reassign(NORTH, SOUTH, { ifMatch: seen })).json.code).toBe('precondition.failed');
    expect((await caseloadOf(NORTH)).headers['etag']).not.toBe(seen);
  });

  it('not to themselves, to somebody who is not there, or students who are not theirs', async () => {
    expect((await reassign(NORTH, NORTH)).json.code).toBe('reassignment.receiver');
    expect((await reassign(NORTH, 'nobody')).json.code).toBe('reassignment.receiver');
    const unknown = await reassign(NORTH, SOUTH, { students: ['n1', 's1'] });
    expect(unknown.json).toMatchObject({
      code: 'reassignment.student_unknown',
      errors: [{ pointer: '/studentSourcedIds/1' }],
    });
    expect((await reassign('principal-north', SOUTH)).json.code).toBe('reassignment.nothing');
    expect(await readHead()).toMatchObject({ revision: 0 });
  });

  it('the same request again is the same reassignment; its key for something else is refused', async () => {
    const first = await reassign(NORTH, SOUTH, { key: 'form-1' });
    const again = await reassign(NORTH, SOUTH, { key: 'form-1' });
    expect(again.json).toEqual(first.json);
    expect((await readHead()).revision).toBe(1);
    expect((await reassign(SOUTH, NORTH, { key: 'form-1' })).json.code).toBe('idempotency.key');
  });
});

describe('what is kept', () => {
  it('tells both people’s history, the newest first, with the students for who may see them', async () => {
    const first = await reassign(NORTH, SOUTH, { students: ['n1'], reason: 'on leave' });
    const second = await reassign(SOUTH, TEACHER, { reason: 'has left' });
    const ids = [second, first].map(({ json }) => json.reassignmentId);
    expect((await historyOf(SOUTH)).json.items.map((each: { reassignmentId: string }) => each.reassignmentId)).toEqual(
      ids,
    );
    const page = await historyOf(SOUTH, undefined, 'limit=1');
    const next = await historyOf(SOUTH, undefined, `limit=1&cursor=${page.json.nextCursor}`);
    expect([...page.json.items, ...next.json.items]).toEqual((await historyOf(SOUTH)).json.items);
    expect((await historyOf(NORTH)).json.items).toMatchObject([
      { fromSourcedId: NORTH, toSourcedId: SOUTH, reason: 'on leave' },
    ]);
    const students = async (claims?: Record<string, string>) =>
      (await casesOf(SOUTH, second.json.reassignmentId, claims)).json.items;
    expect(await students()).toEqual([
      { studentSourcedId: 'n1', bases: ['counselor'] },
      { studentSourcedId: 's1', bases: ['counselor'] },
    ]);
    expect(await students(PRINCIPAL)).toEqual([{ studentSourcedId: 'n1', bases: ['counselor'] }]);
    expect((await historyOf(NORTH, counselor('north'))).json.items).toHaveLength(1);
    expect((await historyOf(NORTH, counselor('south'))).json.code).toBe('caseload.not_found');
    expect((await casesOf(NORTH, second.json.reassignmentId)).json.code).toBe('reassignment.not_found');
  });

  it('is told on the bus without students', async () => {
    await reassign(NORTH, SOUTH);
    const events = (await studentItems('OUTBOX#')).map(({ event }) => event as { detailType: string; detail: object });
    const told = events.filter(({ detailType }) => detailType === 'Caseload Reassigned');
    expect(told).toMatchObject([
      { detail: { fromStaffSourcedId: NORTH, toStaffSourcedId: SOUTH, students: 3, plans: 0 } },
    ]);
    expect(JSON.stringify(told)).not.toContain('"n1"');
  });
});

const planOf = (planId: string, student = 'n1', over: Partial<PlanRecord> = {}): PlanRecord => ({
  ...{ planId, studentSourcedId: studentId(student), school: 'north', domain: 'attendance' },
  ...{ need: 'n', strategy: 's', goal: 'g', timeline: { startDate: '2026-09-14', endDate: '2026-12-18' } },
  monitoring: { method: 'm', frequency: 'weekly', responsible: NORTH },
  ...{ createdBy: NORTH, createdAt: '2026-09-14T15:00:00.000Z' },
  ...over,
});
const days = schoolDays(120).map((each) => parseDay(each) ?? 0);
const morning = (day: string) =>
  findDueCheckIns(parseDay(day) ?? 0, NOON, { instructionalDays: () => days, queue: async () => undefined });
const openTasks = async (staff: typeof NORTH) =>
  (await listTasks(staff, { limit: 50, status: 'open' })).tasks.map(({ planId, dueOn }) => `${planId} ${dueOn}`);
const responsible = async (planId: string) => (await readPlan(planId))?.monitoring.responsible;

describe('plans and tasks', () => {
  it('go with the cases: the plan says who was responsible, open tasks and unsent reminders are the receiver’s', async () => {
    await createPlan(planOf('p1'));
    await createPlan(planOf('p2', 's1'));
    await createPlan(planOf('p3', 'n2', { timeline: { startDate: '2026-08-31', endDate: '2026-09-18' } }));
    await morning('2026-09-30');
    const before = await openTasks(NORTH);
    expect(before.length).toBeGreaterThan(2);
    const [closed] = (await listTasks(NORTH, { limit: 1 })).tasks;
    const held = {
      outcome: 'onTrack',
      heldOn: '2026-10-01',
      recordedBy: NORTH,
      recordedAt: NOON.toISOString(),
    } as const;
    const done = closed && (await readPlan(closed.planId));
    expect(closed && done && (await recordCheckIn(done, { ...held, planId: closed.planId, dueOn: closed.dueOn }))).toBe(
      true,
    );
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
    const [task] = (await listTasks(NORTH, { limit: 1 })).tasks;
    await reassign(NORTH, SOUTH);
    const held = {
      outcome: 'onTrack',
      heldOn: '2026-10-01',
      recordedBy: NORTH,
      recordedAt: NOON.toISOString(),
    } as const;
    expect(read && task && (await recordCheckIn(read, { ...held, planId: 'p1', dueOn: task.dueOn }))).toBe(true);
    expect(await openTasks(SOUTH)).not.toContain(`p1 ${task?.dueOn}`);
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
    await engine.clear();
    all = nights(s3Lake(environment('LAKE_BUCKET')));
    await all.publishEdition(1, rows(), DAY_4);
    await all.run(DAY_1);
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
    timeout: 120_000,
  }, async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      ...{ id: `m${String(index).padStart(4, '0')}-5d1c7c1e-7f1b-4c3e-9f0a-2b8f6f0f`, school: 'north', absences: 0 },
    }));
    await engine.clear();
    await all.publishEdition(1, districtRows(many), DAY_4);
    await all.run(DAY_1);
    await Promise.all(many.slice(0, 60).map(({ id }, index) => createPlan(planOf(`p${index}`, id))));
    const answer = await reassign(NORTH, SOUTH);
    expect(answer.json).toMatchObject({ students: 1_000, plans: 60 });
    expect((await caseloadOf(NORTH)).json.counts.students).toBe(0);
    expect((await caseloadOf(SOUTH)).json.counts).toMatchObject({ students: 1_000, openPlans: 60 });
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
