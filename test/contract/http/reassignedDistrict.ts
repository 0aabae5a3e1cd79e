import { expect } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { findDueCheckIns } from '../../../shared/engagement/dueCheckIns.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { listCaseload, readStudentAndStaff } from '../../../shared/store/directory.ts';
import { type PlanRecord, readPlan } from '../../../shared/store/plans.ts';
import { listTasks } from '../../../shared/store/tasks.ts';
import { type DistrictRows, districtRows, schoolDays } from '../../unit/assess/sampleDistrict.ts';
import { type Nights, nights } from '../assess/nights.ts';
import type { DynamoEngine } from '../engines.ts';
import { caseloadOf, casesIn, dashboard, NOON } from './caseloadCalls.ts';

/** A district whose counselor at north has three students, the one at south one, the teacher at north none but a section. */
export const NORTH = staffId('counselor-north');
export const SOUTH = staffId('counselor-south');
export const TEACHER = staffId('teacher-north');
export const [DAY_1, DAY_2, DAY_3, DAY_4] = ['2026-10-07', '2026-10-08', '2026-10-09', '2026-10-12'] as const;

export const rows = (): DistrictRows =>
  districtRows([
    { id: 'n1', school: 'north', absences: 8 },
    { id: 'n2', school: 'north', absences: 0 },
    { id: 'n3', school: 'north', absences: 0 },
    { id: 's1', school: 'south', absences: 0 },
  ]);

/** The district after its first night; its lake is the one that functions read. */
export async function firstNight(engine: DynamoEngine): Promise<Nights> {
  await engine.clear();
  const all = nights(s3Lake(environment('LAKE_BUCKET')));
  await all.publishEdition(1, rows(), DAY_4);
  await all.run(DAY_1);
  return all;
}

/** Who is on whose caseload by three ways of reading that have to agree: the list, the caseload, and student by student. */
export async function caseloads(): Promise<Record<string, readonly string[]>> {
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

export const counted = async () =>
  Object.fromEntries(
    (await dashboard()).json.items.map((each: { staff: { sourcedId: string }; students: number }) => [
      each.staff.sourcedId,
      each.students,
    ]),
  );

/** A plan of the counselor at north. */
export const planOf = (planId: string, student = 'n1', over: Partial<PlanRecord> = {}): PlanRecord => ({
  ...{ planId, studentSourcedId: studentId(student), school: 'north', domain: 'attendance' },
  ...{ need: 'n', strategy: 's', goal: 'g', timeline: { startDate: '2026-09-14', endDate: '2026-12-18' } },
  monitoring: { method: 'm', frequency: 'weekly', responsible: NORTH },
  ...{ createdBy: NORTH, createdAt: '2026-09-14T15:00:00.000Z' },
  ...over,
});
const days = schoolDays(120).map((each) => parseDay(each) ?? 0);
export const morning = (day: string) =>
  findDueCheckIns(parseDay(day) ?? 0, NOON, { instructionalDays: () => days, queue: async () => undefined });
export const openTasks = async (staff: typeof NORTH) =>
  (await listTasks(staff, { limit: 50, status: 'open' })).tasks.map(
    (task) => `${task.kind === 'checkIn' ? task.planId : task.studentSourcedId} ${task.dueOn}`,
  );
export const firstTask = async (staff: typeof NORTH) => {
  const [first] = (await listTasks(staff, { limit: 1 })).tasks;
  if (first?.kind !== 'checkIn') throw new Error('no check-in is due');
  return first;
};
export const responsible = async (planId: string) => (await readPlan(planId))?.monitoring.responsible;
