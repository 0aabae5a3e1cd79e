import { beforeAll, expect, it } from 'vitest';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { evening, morning } from './district.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import { editionRows, lakeKeys } from './stored.ts';
import type { StudentRow } from './views.ts';

let stage: Stage;
let students: readonly StudentRow[];
let rows: Awaited<ReturnType<typeof editionRows>>;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  students = await stage.admin.all<StudentRow>('/v1/students');
  rows = await editionRows(stage, 1);
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
});

/** The files of the next evening, with the lines of one kept or left out. */
function without(name: string, drops: (line: string, index: number) => boolean): readonly CsvFile[] {
  return stage.filesOf({ asOf: '2026-03-13' }).map((file) => {
    if (file.name !== name) return file;
    const lines = [...file.lines()].filter((line, index) => index === 0 || !drops(line, index));
    return { name, lines: () => lines };
  });
}

async function expectHeld(fileName: string, body: Uint8Array, holds: readonly object[]): Promise<void> {
  const key = await stage.put(fileName, body);
  await stage.cloud.idle();
  const drop = await stage.dropOf(key);
  expect(drop.status).toBe('held');
  expect(drop.holds).toMatchObject(holds);
  for (const { message } of drop.holds ?? []) expect(message).not.toMatch(/\b10\d{4}\b/);
  expect(await lakeKeys(stage, 'editions/')).toEqual(['editions/1.json']);
  expect(await editionRows(stage, 1)).toEqual(rows);
  expect(await stage.admin.all<StudentRow>('/v1/students')).toEqual(students);
}

it('a zip that was cut off on its way is held', async () => {
  const zip = zipOf(stage.filesOf({ asOf: '2026-03-13' }));
  await expectHeld('cut.zip', zip.subarray(0, Math.floor(zip.length * 0.7)), [{ code: 'zip.invalid_archive' }]);
});

it('a zip whose bytes were damaged is held', async () => {
  const zip = zipOf(stage.filesOf({ asOf: '2026-03-13' })).slice();
  const middle = Math.floor(zip.length / 2);
  zip.fill(0x5a, middle, middle + 64);
  await expectHeld('damaged.zip', zip, [
    { code: expect.stringMatching(/^zip\./), file: expect.stringMatching(/\.csv$/) },
  ]);
});

it('a bulk file in which 30 % of a school’s attendance is gone is held, and says of which school', async () => {
  const school = stage.district.schoolList[1]!.sourcedId;
  const files = without('attendanceEvents', (line, index) => line.includes(`,${school},`) && index % 10 < 3);
  await expectHeld('thirty.zip', zipOf(files), [{ code: 'guard.deletions', file: 'attendanceEvents.csv', school }]);
});

it('a drop in which a school is missing is held', async () => {
  const school = stage.district.schoolList[2]!.sourcedId;
  await expectHeld('missing.zip', zipOf(without('schoolEnrollments', (line) => line.includes(`,${school},`))), [
    { code: 'guard.school_missing', file: 'schoolEnrollments.csv', school },
  ]);
});

it('a drop without a manifest is held', async () => {
  await expectHeld('bare.zip', zipOf(stage.filesOf({ asOf: '2026-03-13' }).slice(1)), [
    { code: 'package.missing_manifest' },
  ]);
});

it('a file of which more than one row in twenty is rejected is held', async () => {
  const files = stage.filesOf({ asOf: '2026-03-13' }).map((file) => {
    if (file.name !== 'schoolEnrollments') return file;
    const lines = [...file.lines()].map((line, index) =>
      index % 12 === 1 ? line.replace(/,2025-/, ',2025-13-') : line,
    );
    return { name: file.name, lines: () => lines };
  });
  await expectHeld('rejected.zip', zipOf(files), [{ code: 'guard.rejections', file: 'schoolEnrollments.csv' }]);
});

it('the night goes on with the last good data, and the next good drop is taken', async () => {
  const run = await stage.night(morning('2026-03-14'));
  expect(run).toMatchObject({ edition: 1, asOf: '2026-03-13', status: 'published', staleSchools: [] });
  const after = await stage.admin.all<StudentRow>('/v1/students');
  expect(after.map(({ sourcedId, tiers }) => [sourcedId, tiers])).toEqual(
    students.map(({ sourcedId, tiers }) => [sourcedId, tiers]),
  );
  expect(stage.cloud.executions('ingest').every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  await expect(stage.drop({ asOf: '2026-03-13' }, 'good.zip')).resolves.toMatchObject({
    status: 'published',
    edition: 2,
  });
});
