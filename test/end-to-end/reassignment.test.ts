import { beforeAll, describe, expect, it } from 'vitest';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { type Client, send } from './client.ts';
import { at, morning } from './district.ts';
import { rowsOf } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import type { Plan, StudentRow, Task } from './views.ts';

const TOKEN_SECONDS = 100 * 86_400;

interface Caseload {
  readonly counts: { readonly students: number; readonly openPlans: number };
  readonly items: readonly { readonly student: { readonly sourcedId: string } }[];
}

let stage: Stage;
let [leaver, receiver, third]: string[] = [];
let before: Readonly<Record<string, readonly string[]>>;
let plan: Plan;

const as = (staff = ''): Client => stage.as(staff, 'counselor');
const caseOf = async (staff = '') =>
  (await stage.admin.read<Caseload>(`/v1/caseloads/${staff}?limit=100`)).items.map(({ student }) => student.sourcedId);
const seenBy = async (staff = '') =>
  (await as(staff).all<StudentRow>('/v1/students?caseload=mine')).map(({ sourcedId }) => sourcedId).sort();
const addressOf = (sourcedId: string) =>
  rowsOf(stage.filesOf({ asOf: '2026-03-12' }), 'users').find((row) => row['sourcedId'] === sourcedId)?.['email'];

/** The files of an evening with one of the leaver's cases given to somebody else in the SIS. */
const withCaseOf = (files: readonly CsvFile[], student: string, to = ''): readonly CsvFile[] =>
  files.map((file) => ({
    name: file.name,
    *lines() {
      for (const line of file.lines())
        yield file.name === 'caseloads' ? line.replace(`${leaver},${student},`, `${to},${student},`) : line;
    },
  }));

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(at('2026-03-13', '12:00'));
  const counselors = stage.district.staff.filter(({ role }) => role === 'counselor').map(({ sourcedId }) => sourcedId);
  const cases = await Promise.all(counselors.map(async (staff) => [staff, await caseOf(staff)] as const));
  before = Object.fromEntries(cases);
  [leaver, receiver, third] = counselors.filter((staff) => (before[staff]?.length ?? 0) > 0);
  const { body } = await as(leaver).post<Plan>('/v1/plans', {
    studentSourcedId: before[leaver ?? '']?.[0],
    domain: 'attendance',
    need: 'Misses one day in eight',
    strategy: 'Ten minutes with a mentor every week',
    timeline: { startDate: '2026-03-12', endDate: '2026-05-22' },
    goal: 'At most one absence in the next four weeks',
    monitoring: { method: 'Absences', frequency: 'weekly', responsibleSourcedId: leaver },
  });
  plan = body;
});

const both = () => [...(before[leaver ?? ''] ?? []), ...(before[receiver ?? ''] ?? [])].sort();

describe('cases of somebody who leaves', () => {
  it('are somebody else’s at once, by one call', async () => {
    const path = `/v1/caseloads/${leaver}`;
    const sub = stage.district.staff[0]?.sourcedId ?? '';
    const token = await stage.cloud.token({ sub, roles: ['districtAdmin'], expiresIn: TOKEN_SECONDS });
    const seen = await fetch(`${stage.cloud.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const { status, body } = await send<{ students: number; plans: number }>(
      stage.cloud,
      `${path}/reassignments`,
      {
        ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...{ 'idempotency-key': 'leaves', 'if-match': seen.headers.get('etag') ?? '' },
      },
      { method: 'POST', body: JSON.stringify({ toStaffSourcedId: receiver, reason: 'retires' }) },
    );
    expect([status, body]).toMatchObject([201, { students: before[leaver ?? '']?.length, plans: 1 }]);
    expect(await seenBy(receiver)).toEqual(both());
    expect(await seenBy(leaver)).toEqual([]);
    const [student] = before[leaver ?? ''] ?? [];
    expect((await as(receiver).get(`/v1/students/${student}`)).status).toBe(200);
    expect((await as(leaver).get(`/v1/students/${student}`)).status).toBe(404);
    await stage.cloud.idle();
    const events = stage.told.filter(({ type }) => type === 'event') as { detailType?: string }[];
    expect(events.filter(({ detailType }) => detailType === 'Caseload Reassigned')).toHaveLength(1);
  });

  it('stay there when the SIS sends the same rows the next evening', async () => {
    await stage.cloud.clock.advanceTo(at('2026-03-13', '21:30'));
    expect((await stage.drop({ asOf: '2026-03-13' })).status).toBe('published');
    expect(await stage.night(morning('2026-03-14'))).toMatchObject({ status: 'published' });
    expect(await seenBy(receiver)).toEqual(both());
    expect(await seenBy(leaver)).toEqual([]);
    const { items } = await stage.admin.read<{ items: { staff: { sourcedId: string }; students: number }[] }>(
      '/v1/caseloads?limit=100',
    );
    const counted = Object.fromEntries(items.map(({ staff, students }) => [staff.sourcedId, students]));
    expect([counted[receiver ?? ''], counted[leaver ?? '']]).toEqual([both().length, undefined]);
  });

  it('are reminded of to who has them now', async () => {
    stage.cloud.clock.set(at('2026-03-19', '06:00'));
    await stage.cloud.clock.advanceTo(at('2026-03-19', '08:00'));
    await stage.cloud.idle();
    const mails = stage.cloud.mail().filter((mail) => mail.text?.includes(plan.planId));
    expect(mails.map(({ to }) => to)).toEqual([[addressOf(receiver ?? '')]]);
    const open = await as(receiver).all<Task>('/v1/tasks?status=open');
    expect(open.filter(({ planId }) => planId === plan.planId)).toHaveLength(1);
    expect(await as(leaver).all<Task>('/v1/tasks?status=open')).toEqual([]);
  });

  it('are a third person’s once the SIS names them, one by one', async () => {
    stage.cloud.clock.set(at('2026-03-19', '21:30'));
    const [student = '', ...rest] = before[leaver ?? ''] ?? [];
    const files = withCaseOf(stage.filesOf({ asOf: '2026-03-19' }), student, third);
    const key = await stage.put('third.zip', zipOf(files));
    await stage.cloud.idle();
    expect((await stage.dropOf(key)).status).toBe('published');
    expect(await stage.night(morning('2026-03-20'))).toMatchObject({ status: 'published' });
    expect(await seenBy(third)).toEqual([student, ...(before[third ?? ''] ?? [])].sort());
    expect(await seenBy(receiver)).toEqual([...rest, ...(before[receiver ?? ''] ?? [])].sort());
    expect(await seenBy(leaver)).toEqual([]);
    const { items } = await stage.admin.read<{ items: { reason: string }[] }>(`/v1/caseloads/${leaver}/reassignments`);
    expect(items).toMatchObject([{ reason: 'retires', toSourcedId: receiver }]);
  });
});
