import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { createPlan, type PlanRecord } from '../../../shared/store/plans.ts';
import { type DistrictRows, districtRows } from '../../unit/assess/sampleDistrict.ts';
import { type Nights, nights } from '../assess/nights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { ADMIN, caseloadOf, casesIn, counselor, dashboard, mine, PRINCIPAL } from './caseloadCalls.ts';
import { claimsOf } from './district.ts';
import { startLake } from './lake.ts';
import { countRequests } from './requests.ts';

const DAY = '2026-10-07';

let engine: DynamoEngine;
let lake: { stop(): Promise<void> };
let all: Nights;
beforeAll(async () => {
  [engine, lake] = await Promise.all([startDynamo(), startLake()]);
});
afterAll(() => Promise.all([engine.stop(), lake.stop()]));

/** Two chronically absent students and one present at north, one at south. */
const rows = (): DistrictRows => {
  const made = districtRows([
    { id: 'n1', school: 'north', absences: 8 },
    { id: 'n2', school: 'north', absences: 0 },
    { id: 'n3', school: 'north', absences: 8 },
    { id: 's1', school: 'south', absences: 0 },
  ]);
  made.caseloads.push({ staffSourcedId: 'counselor-north', studentSourcedId: 's1', role: 'mentor' });
  made.caseloads.push({ staffSourcedId: 'teacher-north', studentSourcedId: 'n1', role: 'caseManager' });
  return made;
};

const plan = (planId: string, student: string, endDate: string): PlanRecord => ({
  ...{ planId, studentSourcedId: studentId(student), school: 'north', domain: 'attendance' },
  ...{ need: 'n', strategy: 's', goal: 'g', timeline: { startDate: '2026-09-14', endDate } },
  monitoring: { method: 'm', frequency: 'weekly', responsible: staffId('counselor-north') },
  ...{ createdBy: staffId('counselor-north'), createdAt: '2026-09-14T15:00:00.000Z' },
});

beforeEach(async () => {
  await engine.clear();
  all = nights(s3Lake(environment('LAKE_BUCKET')));
  await all.publishEdition(1, rows(), DAY);
  await all.run(DAY);
});

describe('a caseload', () => {
  it('is the person’s own: their students with tiers and bases, counts, and the plans they answer for', async () => {
    await createPlan(plan('p-open', 'n1', '2026-12-18'));
    await createPlan(plan('p-over', 'n2', '2026-10-01'));
    const answer = await mine(counselor('north'));
    expect(answer.status).toBe(200);
    expect(casesIn(answer)).toEqual({ n1: ['counselor'], n2: ['counselor'], n3: ['counselor'], s1: ['mentor'] });
    expect(answer.json.staff).toMatchObject({ sourcedId: 'counselor-north', schools: ['north'], active: true });
    expect(answer.json.counts).toMatchObject({ students: 4, highest: { '3': 2 }, openPlans: 1 });
    expect(answer.json.counts.atRisk).toContainEqual({ domain: 'attendance', tier2: 0, tier3: 2 });
    expect(answer.json.plans).toEqual([
      {
        planId: 'p-open',
        studentSourcedId: 'n1',
        domain: 'attendance',
        startDate: '2026-09-14',
        endDate: '2026-12-18',
      },
    ]);
  });

  it('keeps sections apart, and is narrowed by basis and tier', async () => {
    const teacher = claimsOf('teacher-north', 'teacher');
    expect(casesIn(await mine(teacher))).toEqual({ n1: ['caseManager', 'section'] });
    expect(Object.keys(casesIn(await mine(teacher, 'basis=section')))).toEqual(['n1', 'n2', 'n3']);
    expect(Object.keys(casesIn(await mine(counselor('north'), 'basis=mentor')))).toEqual(['s1']);
    expect(Object.keys(casesIn(await mine(counselor('north'), 'tier=3')))).toEqual(['n1', 'n3']);
  });

  it('is sorted and paged without leaving anybody out, whatever the sort', async () => {
    for (const sort of ['id', 'name', 'tier']) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const more = cursor === undefined ? '' : `&cursor=${cursor}`;
        const page = await mine(counselor('north'), `limit=1&sort=${sort}${more}`);
        expect(page.json.counts.students).toBe(4);
        seen.push(...Object.keys(casesIn(page)));
        cursor = page.json.nextCursor;
      } while (cursor !== undefined);
      expect(seen.toSorted(), sort).toEqual(['n1', 'n2', 'n3', 's1']);
      if (sort === 'tier') expect(seen.slice(0, 2)).toEqual(['n1', 'n3']);
    }
  });

  it('of somebody else is open to the district, to schools they share as far as the students are there, to nobody else', async () => {
    expect(Object.keys(casesIn(await caseloadOf('counselor-north')))).toHaveLength(4);
    const atNorth = await caseloadOf('counselor-north', PRINCIPAL);
    expect(Object.keys(casesIn(atNorth))).toEqual(['n1', 'n2', 'n3']);
    expect(atNorth.json.counts.students).toBe(3);
    expect((await caseloadOf('counselor-south', PRINCIPAL)).json.code).toBe('caseload.not_found');
    expect((await caseloadOf('counselor-north', counselor('south'))).json.code).toBe('caseload.not_found');
    expect((await caseloadOf('counselor-north', counselor('north'))).status).toBe(200);
    expect((await caseloadOf('nobody')).json.code).toBe('caseload.not_found');
    expect((await mine(claimsOf(undefined, 'counselor'))).json.code).toBe('access.staff_unknown');
  });

  it('shows a teacher no tier of a class they do not see, in rows and in counts', async () => {
    const [{ student }] = (await mine(claimsOf('teacher-north', 'teacher'))).json.items;
    expect(student.tiers).toHaveProperty('attendance');
    expect(student.tiers).not.toHaveProperty('wellBeing');
  });

  it('of a disabled account is seen by who can give it to somebody, and by that person no more', async () => {
    const disabled = rows();
    disabled.users = disabled.users.map((row) => ({
      ...row,
      enabledUser: row['sourcedId'] === 'counselor-north' ? 0 : 1,
    }));
    await all.publishEdition(2, disabled, DAY);
    await all.run('2026-10-08');
    const seen = await caseloadOf('counselor-north');
    expect(seen.json.staff.active).toBe(false);
    expect(Object.keys(casesIn(seen))).toHaveLength(4);
    expect(Object.keys(casesIn(await caseloadOf('counselor-north', PRINCIPAL)))).toHaveLength(3);
    expect((await mine(counselor('north'))).json.code).toBe('caseload.not_found');
    expect(
      (await dashboard()).json.items.find((each: { staff: { active: boolean } }) => !each.staff.active),
    ).toMatchObject({
      staff: { sourcedId: 'counselor-north' },
    });
  });

  it('takes two requests', async () => {
    await mine(counselor('north'));
    const requests = countRequests();
    await mine(counselor('north'));
    expect(requests.commands).toEqual(['QueryCommand', 'BatchGetItemCommand']);
  });
});

describe('the dashboard', () => {
  const summed = (answer: Awaited<ReturnType<typeof dashboard>>) =>
    Object.fromEntries(
      answer.json.items.map(
        (each: { staff: { sourcedId: string }; students: number; highest: Record<string, number> }) => [
          each.staff.sourcedId,
          [each.students, each.highest['3']],
        ],
      ),
    );

  it('counts whose students are at risk, for the district and for a school', async () => {
    expect(summed(await dashboard())).toEqual({
      'counselor-north': [4, 2],
      'counselor-south': [1, 0],
      'teacher-north': [1, 1],
    });
    expect(summed(await dashboard(ADMIN, 'school=south'))).toEqual({
      'counselor-north': [1, 0],
      'counselor-south': [1, 0],
    });
    expect(summed(await dashboard(PRINCIPAL))).toEqual({ 'counselor-north': [3, 2], 'teacher-north': [1, 1] });
    expect(summed(await dashboard(counselor('south')))).toEqual({ 'counselor-south': [1, 0] });
  });

  it('is sorted and paged', async () => {
    const first = await dashboard(ADMIN, 'sort=tier3&limit=1');
    expect(Object.keys(summed(first))).toEqual(['counselor-north']);
    const next = await dashboard(ADMIN, `sort=tier3&limit=2&cursor=${first.json.nextCursor}`);
    expect(Object.keys(summed(next))).toEqual(['teacher-north', 'counselor-south']);
    expect(next.json.nextCursor).toBeUndefined();
    expect((await dashboard(ADMIN, `sort=name&cursor=${first.json.nextCursor}`)).json.code).toBe('cursor.other_query');
  });

  it('takes one request', async () => {
    const requests = countRequests();
    await dashboard(PRINCIPAL);
    expect(requests.commands).toEqual(['TransactGetItemsCommand']);
  });
});
