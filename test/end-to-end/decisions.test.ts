import { beforeAll, expect, it } from 'vitest';
import { eventLine } from '../../infra/local/district/attendanceFiles.ts';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { formatDay } from '../../shared/domain/calendar/day.ts';
import type { DropRecord, RunRecord } from '../../shared/store/entities.ts';
import { evening, morning } from './district.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import { editionRows } from './stored.ts';
import type { StudentRow } from './views.ts';

let stage: Stage;
const reason = 'The school says that this is right';

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
});

type Decided = Pick<DropRecord & RunRecord, 'status' | 'release' | 'discard'>;
const decide = async (path: string) => {
  const answer = await stage.admin.post<Decided & { readonly code?: string }>(path, { reason });
  await stage.cloud.idle();
  return answer;
};

/** The files of an evening, the lines of one changed. */
const withLines = (name: string, change: (lines: readonly string[]) => readonly string[], asOf = '2026-03-13') =>
  stage.filesOf({ asOf }).map((file): CsvFile => {
    if (file.name !== name) return file;
    const lines = change([...file.lines()]);
    return { name, lines: () => lines };
  });

async function sent(fileName: string, files: readonly CsvFile[] | Uint8Array) {
  const key = await stage.put(fileName, files instanceof Uint8Array ? files : zipOf(files));
  await stage.cloud.idle();
  return stage.dropOf(key);
}

const fewer = () => {
  const school = stage.district.schoolList[1]?.sourcedId;
  const isKept = (line: string, index: number) => !line.includes(`,${school},`) || index % 10 > 2;
  return withLines('attendanceEvents', (lines) => lines.filter((line, index) => index === 0 || isKept(line, index)));
};

it('a held drop that is released is taken in, also when the function dies on the way', async () => {
  const held = await sent('a-fewer.zip', fewer());
  expect(held.status).toBe('held');
  stage.kill('decide-operations', { after: 'PutItem' });
  expect((await decide(`/v1/drops/${held.dropId}/release`)).status).toBe(500);
  expect(await decide(`/v1/drops/${held.dropId}/release`)).toMatchObject({ status: 202 });
  await decide(`/v1/drops/${held.dropId}/release`);
  expect(stage.died()).toEqual(['decide-operations']);

  const drop = await stage.dropOf('drops/nightly/a-fewer.zip');
  expect(drop).toMatchObject({
    status: 'published',
    edition: 2,
    release: { by: stage.district.staff[0]?.sourcedId, reason },
  });
  expect(stage.cloud.executions('ingest').filter(({ name }) => name === `${held.dropId}-release`)).toHaveLength(1);
  const lines =
    fewer()
      .find(({ name }) => name === 'attendanceEvents')
      ?.lines() ?? [];
  expect((await editionRows(stage, 2))['attendanceEvents']).toHaveLength([...lines].length - 1);
});

it('a drop that cannot be read is not released, but discarded', async () => {
  const zip = zipOf(stage.filesOf({ asOf: '2026-03-13' }));
  const { dropId, status } = await sent('b-cut.zip', zip.subarray(0, Math.floor(zip.length * 0.7)));
  expect(status).toBe('held');
  expect(await decide(`/v1/drops/${dropId}/release`)).toMatchObject({ status: 409, body: { code: 'drop.unreadable' } });
  expect(await decide(`/v1/drops/${dropId}/discard`)).toMatchObject({ status: 200, body: { status: 'discarded' } });
});

it('rejects are downloaded as CSV, with a physical line each', async () => {
  const { dropId } = await sent(
    'c-typo.zip',
    withLines('attendanceEvents', (lines) => [
      ...lines.slice(0, -1),
      (lines.at(-1) ?? '').replace(/,2\d{3}-/, ',soon-'),
    ]),
  );
  const token = await stage.cloud.token({ sub: stage.district.staff[0]?.sourcedId ?? '', roles: ['dataManager'] });
  const answer = await fetch(`${stage.cloud.baseUrl}/v1/drops/${dropId}/rejects.csv`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const [header, ...rows] = (await answer.text()).trimEnd().split('\r\n');
  expect(header).toBe('file,line,column,code,message');
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/^attendanceEvents\.csv,\d+,date,row\./);
});

it('the night goes on without a held drop and says so; its run is held, and published once it is released', async () => {
  const half = withLines('schoolEnrollments', (lines) => lines.slice(0, lines.length / 2));
  expect((await sent('d-half.zip', half)).status).toBe('held');
  const { schoolList, instructionalDays } = stage.district;
  const school = schoolList[0]?.sourcedId ?? '';
  const students = (await stage.admin.all<StudentRow>('/v1/students')).filter((each) => each.school === school);
  const ill = { schoolSourcedId: school, category: 'Excused Absence', absenceClass: 'medical', portionOfDay: '1' };
  const absences = students.flatMap(({ sourcedId }) =>
    instructionalDays
      .slice(0, 60)
      .map((day) => eventLine({ ...ill, studentSourcedId: sourcedId, date: formatDay(day) })),
  );
  const everybodyIll = withLines('attendanceEvents', (lines) => {
    const keyOf = (line: string) => line.split(',').slice(0, 3).join(',');
    const known = new Set(lines.map(keyOf));
    return [...lines, ...absences.filter((absence) => !known.has(keyOf(absence)))];
  });
  expect((await sent('e-ill.zip', everybodyIll)).status).toBe('published');

  const run = await stage.night(morning('2026-03-14'));
  expect(run).toMatchObject({ status: 'held', heldDrops: 1, holds: [{ code: 'guard.tier3Rise', school }] });
  const before = await stage.admin.all<StudentRow>('/v1/students');
  stage.kill('publish-batch', 'end');
  expect(await decide(`/v1/runs/${run.runId}/release`)).toMatchObject({ status: 202, body: { release: { reason } } });
  await decide(`/v1/runs/${run.runId}/release`);
  expect(stage.died()).toEqual(['publish-batch']);
  expect(await stage.admin.read(`/v1/runs/${run.runId}`)).toMatchObject({ status: 'published', release: { reason } });
  const after = await stage.admin.all<StudentRow>('/v1/students');
  const inTier3 = (rows: readonly StudentRow[]) => rows.filter(({ tiers }) => tiers['attendance'] === 3).length;
  expect(inTier3(after) - inTier3(before)).toBeGreaterThan(10);
  const told = stage.tierEvents().filter(({ detail }) => detail.runId === run.runId);
  expect(told.filter(({ detailType }) => detailType === 'Tier Changed')).toHaveLength(run.tierChanges ?? 0);
  expect(new Set(told.map(({ detail }) => detail.eventId)).size).toBe(told.length);
});
