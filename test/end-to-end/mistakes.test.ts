import { beforeAll, expect, it } from 'vitest';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { at, evening, morning } from './district.ts';
import { expectedTiers } from './expected.ts';
import { type DropView, makeStageOnFirstMorning, type Stage } from './stage.ts';
import { editionRows, lakeKeys } from './stored.ts';
import type { StudentRow } from './views.ts';

const FILE = 'attendanceEvents.csv';

let stage: Stage;
let dataManager: ReturnType<Stage['as']>;
let students: readonly StudentRow[];
let rows: Awaited<ReturnType<typeof editionRows>>;
let nightly: DropView;
let typo: DropView;
let cut: DropView;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  dataManager = stage.as(stage.district.staff[0]!.sourcedId, 'dataManager');
  students = await stage.admin.all<StudentRow>('/v1/students');
  rows = await editionRows(stage, 1);
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
});

/** The files of the evening, the lines of one changed. */
const withLines = (name: string, change: (lines: readonly string[]) => readonly string[]): readonly CsvFile[] =>
  stage.filesOf({ asOf: '2026-03-13' }).map((file) => {
    if (file.name !== name) return file;
    const lines = change([...file.lines()]);
    return { name, lines: () => lines };
  });

async function sent(fileName: string, zip: Uint8Array): Promise<DropView> {
  const key = await stage.put(fileName, zip);
  await stage.cloud.idle();
  return stage.dropOf(key);
}

const idsOf = (list: readonly StudentRow[]) => list.map(({ sourcedId }) => sourcedId);

it('a ragged row and an unmapped code are rejected by line and column, and what they speak of stays on record', async () => {
  const isDaily = (line: string) => line.includes(',Unexcused Absence,') && line.includes(',,,');
  const lines = [
    ...stage
      .filesOf({ asOf: '2026-03-12' })
      .find(({ name }) => name === 'attendanceEvents')!
      .lines(),
  ];
  const [ragged = '', coded = ''] = lines.filter(isDaily);
  const files = withLines('attendanceEvents', (all) =>
    all.map((line) => {
      if (line === ragged) return `${line}, called in`;
      return line === coded ? line.replace('Unexcused Absence', 'UNV') : line;
    }),
  );
  const tonight = [...files.find(({ name }) => name === 'attendanceEvents')!.lines()];
  const [raggedLine, codedLine] = [
    tonight.indexOf(`${ragged}, called in`) + 1,
    tonight.findIndex((line) => line.includes(',UNV,')) + 1,
  ];

  nightly = await sent('nightly.zip', zipOf(files));
  expect(nightly).toMatchObject({ status: 'published', edition: 2 });
  expect(nightly.files?.find(({ file }) => file === FILE)).toMatchObject({ rejected: 2, removed: 0 });
  expect(nightly.diagnostics.items.filter(({ severity }) => severity === 'rejected')).toMatchObject([
    { file: FILE, line: raggedLine, code: 'table.row_width_mismatch' },
    { file: FILE, line: codedLine, column: 'category', code: 'row.unmapped_code' },
  ]);
  const kept = new Set((await editionRows(stage, 2))['attendanceEvents']);
  expect(rows['attendanceEvents']?.filter((row) => !kept.has(row))).toEqual([]);
});

it('the registrar downloads the list of rejects, a line and a sentence each', async () => {
  const token = await stage.cloud.token({ sub: stage.district.staff[0]!.sourcedId, roles: ['dataManager'] });
  const answer = await fetch(`${stage.cloud.baseUrl}/v1/drops/${nightly.dropId}/rejects.csv`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.headers.get('content-disposition')).toContain(`rejects-${nightly.dropId}.csv`);
  const [header, ...list] = (await answer.text()).trimEnd().split('\r\n');
  expect(header).toBe('file,line,column,code,message');
  const rejected = nightly.diagnostics.items.filter(({ severity }) => severity === 'rejected');
  expect(list.map((line) => line.split(',').slice(0, 4))).toEqual(
    rejected.map(({ file, line, column = '', code }) => [file, String(line), column, code]),
  );
});

it('a typo in the day from which enrolments are exported withdraws nobody: it is held, with what would have gone by school', async () => {
  await stage.cloud.clock.advanceTo(at('2026-03-13', '22:00'));
  const late: string[] = [];
  const files = withLines('schoolEnrollments', ([header = '', ...lines]) => {
    late.push(...lines.filter((line) => line.split(',')[2]! >= '2025-10-18'));
    return [header, ...late];
  });
  typo = await sent('typo.zip', zipOf(files));
  expect(typo.status).toBe('held');
  const schools = new Map<string, number>();
  for (const { file, school, removed } of typo.reconciliation.items)
    if (file === 'schoolEnrollments.csv') schools.set(school, removed);
  const gone = [...schools.values()].reduce((sum, removed) => sum + removed, 0);
  expect(gone).toBe(stage.district.students - late.length);
  expect(new Set((typo.holds ?? []).map(({ school }) => school))).toEqual(new Set(schools.keys()));
  expect((typo.holds ?? []).every(({ code }) => code.startsWith('guard.'))).toBe(true);
});

it('a zip that breaks off is held', async () => {
  await stage.cloud.clock.advanceTo(at('2026-03-13', '23:00'));
  const zip = zipOf(stage.filesOf({ asOf: '2026-03-13' }));
  cut = await sent('cut.zip', zip.subarray(0, Math.floor(zip.length * 0.7)));
  expect(cut).toMatchObject({ status: 'held', holds: [{ code: 'zip.invalid_archive' }] });
});

it('the night goes on with the last good edition and says that two drops are held; nobody is withdrawn', async () => {
  const run = await stage.night(morning('2026-03-14'));
  expect(run).toMatchObject({ status: 'published', edition: 2, asOf: '2026-03-13', heldDrops: 2 });
  expect(await stage.admin.read('/v1/freshness')).toMatchObject({ edition: { number: 2 } });
  expect(await lakeKeys(stage, 'editions/')).toEqual(['editions/1.json', 'editions/2.json']);
  const now = await stage.admin.all<StudentRow>('/v1/students');
  expect(idsOf(now)).toEqual(idsOf(students));
  const tiers = expectedTiers(stage.filesOf({ asOf: '2026-03-13' }), '2026-03-13');
  expect(now.filter(({ sourcedId, tiers: of }) => of['attendance'] !== tiers.get(sourcedId)?.tier)).toEqual([]);
});

it('the data manager discards both with a reason, a corrected drop is published, and nothing is lost', async () => {
  for (const { dropId } of [typo, cut]) {
    const reason = 'Sent by mistake';
    const answer = await dataManager.post(`/v1/drops/${dropId}/discard`, { reason });
    expect(answer).toMatchObject({ status: 200, body: { status: 'discarded', discard: { reason } } });
  }
  const good = stage.filesOf({ asOf: '2026-03-13', generatedAt: morning('2026-03-14').toISOString() });
  const mended = await sent('mended.zip', zipOf(good));
  expect(mended.diagnostics.items.filter(({ severity }) => severity === 'rejected')).toEqual([]);
  expect(
    (mended.files ?? []).map(({ file, removed }) => [file, removed]).filter(([, removed]) => removed !== 0),
  ).toEqual([]);
  // Both rows are now written as they were stored: there is nothing new in them.
  expect(mended).toMatchObject({ status: 'unchanged' });
  const stored = await editionRows(stage, 2);
  for (const { name, lines } of good.slice(1))
    expect([name, stored[name]?.length]).toEqual([name, [...lines()].length - 1]);
  const run = await stage.night(morning('2026-03-15'));
  expect(run.heldDrops ?? 0).toBe(0);
});
