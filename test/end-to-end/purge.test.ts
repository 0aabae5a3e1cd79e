import { beforeAll, describe, expect, it } from 'vitest';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { replayRun } from '../../infra/local/replay/replayRun.ts';
import { readResults } from '../../shared/assess/results/readStudentResult.ts';
import { runFiles } from '../../shared/assess/run/runFiles.ts';
import type { RunInputs } from '../../shared/assess/run/runInputs.ts';
import type { Certificate } from '../../shared/domain/purge/certificate.ts';
import { getJson } from '../../shared/lake/lake.ts';
import type { Client } from './client.ts';
import { at, morning } from './district.ts';
import { placesNaming } from './everything.ts';
import { rowsOf } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import { lakeKeys, lakeOf } from './stored.ts';
import type { Plan, ProblemBody, StudentRow } from './views.ts';

interface PurgeView {
  readonly purgeId: string;
  readonly state: string;
  readonly studentSourcedId?: string;
  readonly reason?: string;
  readonly certificate?: Certificate;
  readonly certificateSha256?: string;
  readonly failure?: string;
}

/** Names that nobody else in the district has. */
const [GIVEN, FAMILY] = ['Xanthippe', 'Quetzalcoatl'] as const;
const SECOND_EVENING = { asOf: '2026-03-13' } as const;
const THIRD_EVENING = { asOf: '2026-03-16' } as const;

let stage: Stage;
let student: string;
let counselor: Client;
let others: readonly StudentRow[];
let [first, second]: readonly [Client, Client] | readonly [] = [];
let purge: PurgeView;
let before: { readonly results: readonly string[]; readonly profiles: readonly unknown[] };

/** The SIS's files with the student under names of their own. */
const filesWithNames = (night: Parameters<Stage['filesOf']>[0]): readonly CsvFile[] =>
  stage.filesOf(night).map((file) => (file.name === 'users' ? { ...file, lines: () => renamed(file) } : file));

function* renamed(file: CsvFile): Generator<string> {
  const [header = '', ...rows] = [...file.lines()];
  const columns = header.split(',');
  const [given, family] = [columns.indexOf('givenName'), columns.indexOf('familyName')];
  yield header;
  for (const row of rows) {
    const cells = row.split(',');
    yield row.startsWith(`${student},`) ? cells.with(given, GIVEN).with(family, FAMILY).join(',') : row;
  }
}

const visibleRun = async () => {
  const { items } = await first!.read<{ items: { runId: string; status: string }[] }>('/v1/runs?limit=20');
  return items.find(({ status }) => status === 'published')!.runId;
};

async function resultsOf(runId: string): Promise<readonly string[]> {
  const results: string[] = [];
  for await (const result of readResults(lakeOf(stage), runId)) {
    if (result.sourcedId !== student) results.push(JSON.stringify(result));
  }
  return results;
}

const profilesOf = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await first!.read<{ asOf: string }>(`/v1/students/${id}`)) satisfies object));

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(at('2026-03-13', '10:00'));
  const [one, other] = stage.district.staff;
  [first, second] = [stage.as(one!.sourcedId, 'districtAdmin'), stage.as(other!.sourcedId, 'districtAdmin')];
  for (const { sourcedId } of stage.district.staff.filter(({ role }) => role === 'counselor')) {
    const client = stage.as(sourcedId, 'counselor');
    const [found] = await client.all<StudentRow>('/v1/students?caseload=mine&domain=attendance&tier=2');
    if (found) [counselor, student] = [client, found.sourcedId];
  }
  const plan = await counselor.post<Plan>('/v1/plans', {
    studentSourcedId: student,
    domain: 'attendance',
    need: 'Misses one day in eight',
    strategy: `Ten minutes with ${GIVEN} every week`,
    timeline: { startDate: '2026-03-12', endDate: '2026-05-22' },
    goal: 'At most one absence in the next four weeks',
    monitoring: {
      method: 'Absences since the last check-in',
      frequency: 'weekly',
      responsibleSourcedId: stage.district.staff.find(({ role }) => role === 'counselor')!.sourcedId,
    },
  });
  expect(plan.status).toBe(201);
  const made = await Promise.all([
    counselor.post(`/v1/plans/${plan.body.planId}/check-ins`, { heldOn: '2026-03-13', outcome: 'onTrack' }),
    counselor.post(`/v1/students/${student}/notes`, { text: `${GIVEN} came in today` }),
    counselor.post(`/v1/students/${student}/overrides`, {
      domain: 'behavior',
      tier: 3,
      reason: `A crisis of ${GIVEN} ${FAMILY}`,
      expiresOn: '2026-04-10',
    }),
  ]);
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
  await stage.put('2026-03-13.zip', zipOf(filesWithNames(SECOND_EVENING)));
  await stage.cloud.idle();
  await stage.night(morning('2026-03-14'));
  others = (await first!.all<StudentRow>('/v1/students')).filter(({ sourcedId }) => sourcedId !== student);
  before = {
    results: await resultsOf(await visibleRun()),
    profiles: await profilesOf(others.slice(0, 12).map(({ sourcedId }) => sourcedId)),
  };
}, 300_000);

describe('a purge of a student', () => {
  it('is for district administrators alone', async () => {
    const request = { kind: 'student', studentSourcedId: student, reason: 'The parents ask', basis: 'parentRequest' };
    expect((await counselor.post<ProblemBody>('/v1/purges', request)).status).toBe(403);
    expect((await counselor.get('/v1/purges')).status).toBe(403);
    const unknown = await first!.post<ProblemBody>('/v1/purges', { ...request, studentSourcedId: 'nobody' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'purge.student_unknown']);
  });

  it('is asked for by one person and approved by another', async () => {
    const reason = `The parents of ${GIVEN} ${FAMILY} ask`;
    const request = { kind: 'student', studentSourcedId: student, reason, basis: 'parentRequest' };
    const asked = await first!.post<PurgeView>('/v1/purges', request);
    expect(asked).toMatchObject({ status: 201, body: { state: 'requested', studentSourcedId: student } });
    purge = asked.body;
    const own = await first!.post<ProblemBody>(`/v1/purges/${purge.purgeId}/approve`, undefined);
    expect([own.status, own.body.code]).toEqual([403, 'purge.same_person']);
    expect((await first!.get(`/v1/students/${student}`)).status).toBe(200);
    const approved = await second!.post<PurgeView>(`/v1/purges/${purge.purgeId}/approve`, undefined);
    expect([approved.status, approved.body.state]).toEqual([202, 'approved']);
    await stage.cloud.idle();
    purge = await first!.read<PurgeView>(`/v1/purges/${purge.purgeId}`);
    expect([purge.failure, purge.state]).toEqual([undefined, 'done']);
  });

  it('leaves the student nowhere: not in a table, an object, a raw file, a log or an execution', async () => {
    expect(await placesNaming(stage, student, GIVEN, FAMILY)).toEqual([]);
    expect(await lakeKeys(stage, 'purges/')).toEqual([]);
  });

  it('ends with a certificate of what was removed where, which names nobody', async () => {
    const { certificate, certificateSha256, reason, studentSourcedId } = purge;
    expect([reason, studentSourcedId]).toEqual([undefined, undefined]);
    expect(certificateSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(certificate?.subject).toMatch(/^[0-9a-f]{64}$/);
    const removed = Object.fromEntries(certificate!.removed.map((each) => [`${each.place} ${each.what}`, each]));
    expect(removed).toMatchObject({
      'studentTable STUDENT': { items: expect.any(Number) },
      'studentTable PLAN': { items: 2 },
      'studentTable NOTE': { items: 1 },
      'studentTable OVERRIDES': { items: 1 },
      'studentTable AUDIT': { redacted: expect.any(Number) },
      'drops drops/': { objects: 2 },
      'lake tables/': { rewritten: expect.any(Number), rows: expect.any(Number) },
      'lake runs/': { rewritten: expect.any(Number) },
      'lake records/': { rewritten: expect.any(Number) },
    });
    expect(certificate!.remaining.map(({ place }) => place)).toContain('backups');
    expect(await getJson(lakeOf(stage), `certificates/${purge.purgeId}.json`)).toEqual(certificate);
  });

  it('leaves everybody else as they were', async () => {
    expect((await first!.get(`/v1/students/${student}`)).status).toBe(404);
    expect((await first!.get(`/v1/students/${student}/tiers`)).status).toBe(404);
    expect(await first!.all<StudentRow>('/v1/students')).toEqual(others);
    expect(await resultsOf(await visibleRun())).toEqual(before.results);
    expect(await profilesOf(others.slice(0, 12).map(({ sourcedId }) => sourcedId))).toEqual(before.profiles);
  });

  it('leaves nights that replay to the same bytes for everybody else', async () => {
    const lake = lakeOf(stage);
    const runs = new Set((await lakeKeys(stage, 'runs/2')).map((key) => key.split('/')[1]!));
    expect(runs.size).toBe(2);
    for (const runId of runs) {
      const pinned = (await getJson(lake, runFiles.inputs(runId))) as RunInputs;
      expect((await replayRun(lake, pinned, { threads: 1 })).differences).toEqual([]);
    }
  });

  it('holds on the next night, though the SIS goes on sending the student', async () => {
    const told = stage.told.length;
    stage.cloud.clock.set(at('2026-03-16', '21:00'));
    await stage.put('2026-03-16.zip', zipOf(filesWithNames(THIRD_EVENING)));
    await stage.cloud.idle();
    const drop = await stage.dropOf('drops/nightly/2026-03-16.zip');
    expect(drop.status).toBe('published');
    expect(drop.diagnostics.items).toContainEqual(
      expect.objectContaining({ code: 'student.purged', file: 'users.csv', line: 0 }),
    );
    const run = await stage.night(morning('2026-03-17'));
    expect(run.status).toBe('published');
    expect((await first!.get(`/v1/students/${student}`)).status).toBe(404);
    expect(JSON.stringify(stage.told.slice(told))).not.toContain(student);
    expect(await placesNaming(stage, student, GIVEN, FAMILY)).toEqual(['Drops drops/nightly/2026-03-16.zip']);
    expect(rowsOf(stage.filesOf(THIRD_EVENING), 'users').some((row) => row['sourcedId'] === student)).toBe(true);
    expect(stage.died()).toEqual([]);
  });
});
