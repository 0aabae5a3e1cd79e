import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import { listCaseload, readStudentAndStaff } from '../../../shared/store/directory.ts';
import { readHead } from '../../../shared/store/reassignments.ts';
import type { DistrictRows } from '../../unit/assess/sampleDistrict.ts';
import { type Nights, studentItems } from '../assess/nights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { caseloadOf, casesIn, casesOf, counselor, historyOf, mine, PRINCIPAL, reassign } from './caseloadCalls.ts';
import { startLake } from './lake.ts';
import {
  caseloads,
  counted,
  DAY_1,
  DAY_2,
  DAY_3,
  DAY_4,
  firstNight,
  NORTH,
  rows,
  SOUTH,
  TEACHER,
} from './reassignedDistrict.ts';

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
    const ifMatch = String((await caseloadOf(SOUTH)).headers['etag']);
    const twice = await Promise.all([1, 2].map(() => reassign(SOUTH, TEACHER, { key: 'form-2', ifMatch })));
    const made = twice.filter(({ status }) => status === 201);
    // One that meets the other in the store may say so; sent again it shows the one reassignment.
    expect(twice.every(({ status }) => status === 201 || status === 503)).toBe(true);
    expect(new Set(made.map(({ json }) => json.reassignmentId)).size).toBe(1);
    expect((await readHead()).revision).toBe(2);
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
