import { beforeAll, expect, it } from 'vitest';
import { zipOf } from '../../infra/local/district/drop.ts';
import { historyOf } from '../../infra/local/district/files.ts';
import { evening, morning } from './district.ts';
import { type DropView, makeStageOnFirstMorning, type Stage } from './stage.ts';
import { editionRows } from './stored.ts';
import type { StudentRow } from './views.ts';

const TABLES = ['schoolEnrollments', 'attendanceEvents', 'attendanceTaken', 'calendarDates'];

let stage: Stage;
let students: readonly StudentRow[];
let thisYear: Awaited<ReturnType<typeof editionRows>>;
let drop: DropView;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  students = await stage.admin.all<StudentRow>('/v1/students');
  thisYear = await editionRows(stage, 1);
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
  const key = await stage.put('2025.zip', zipOf(historyOf(stage.district, stage.cloud.clock.now().toISOString())));
  await stage.cloud.idle();
  drop = await stage.dropOf(key);
});

const lengths = (rows: typeof thisYear) => TABLES.map((table) => rows[table]?.length ?? 0);

it('the year before loads beside this one: every row of both is there', async () => {
  expect(drop).toMatchObject({ status: 'published', edition: 2 });
  for (const { rejected, removed } of drop.files ?? []) expect([rejected, removed]).toEqual([0, 0]);
  const sent = TABLES.map((table) => drop.files?.find(({ file }) => file === `${table}.csv`)?.accepted ?? 0);
  expect(sent.every((rows) => rows > 0)).toBe(true);
  const both = await editionRows(stage, 2);
  expect(lengths(both)).toEqual(lengths(thisYear).map((rows, index) => rows + (sent[index] ?? 0)));
});

it('nobody’s tier, school or coverage of this year changes, and every student has one profile', async () => {
  const run = await stage.night(morning('2026-03-14'));
  expect(run).toMatchObject({ status: 'published', edition: 2, tierChanges: 0 });
  expect(await stage.admin.all<StudentRow>('/v1/students')).toMatchObject(
    students.map(({ sourcedId, school, tiers }) => ({ sourcedId, school, tiers })),
  );
  const { schools } = await stage.admin.read<{ schools: { coveredTo: string }[] }>('/v1/freshness');
  expect(new Set(schools.map(({ coveredTo }) => coveredTo))).toEqual(new Set(['2026-03-12']));
});

it('this year’s next drop leaves the year before as it is', async () => {
  await stage.cloud.clock.advanceTo(evening('2026-03-16'));
  const before = lengths(await editionRows(stage, 2));
  const next = await stage.drop({ asOf: '2026-03-16' });
  expect(next).toMatchObject({ status: 'published', edition: 3 });
  const added = TABLES.map((table) => {
    const changes = next.reconciliation.items.filter(({ file }) => file === `${table}.csv`);
    expect(changes.every(({ removed }) => removed === 0)).toBe(true);
    return changes.reduce((sum, { added: rows }) => sum + rows, 0);
  });
  expect(lengths(await editionRows(stage, 3))).toEqual(before.map((rows, index) => rows + (added[index] ?? 0)));
});
