import { beforeAll, describe, expect, it } from 'vitest';
import { eventLine } from '../../infra/local/district/attendanceFiles.ts';
import type { RunRecord } from '../../shared/store/entities.ts';
import { evening, morning } from './district.ts';
import { type Expected, expectedTiers, PARTS_OF_DAY } from './expected.ts';
import { type DropView, makeStage, type Stage } from './stage.ts';
import type { DomainTier, StudentRow, StudentTiers } from './views.ts';

/** At most this many rows are kept with a reason; the rest is counted. */
const KEPT_ROWS = 50;

let stage: Stage;
let drop: DropView;
let run: RunRecord;
let expected: ReadonlyMap<string, Expected>;

beforeAll(async () => {
  stage = await makeStage(evening('2026-03-12'));
  const student = (index: number) => {
    const { sourcedId, school } = stage.district.studentAt(index);
    return { studentSourcedId: sourcedId, schoolSourcedId: school.sourcedId };
  };
  const night = {
    asOf: '2026-03-12',
    extraEventLines: [
      // A half day without its length, a date that does not exist, and a day without school.
      eventLine({ ...student(3), date: '2025-10-07', category: 'Partial', absenceClass: 'medical' }),
      eventLine({ ...student(5), date: '2025-11-31', category: 'Unexcused Absence', portionOfDay: '1' }),
      eventLine({ ...student(7), date: '2025-10-11', category: 'Unexcused Absence', portionOfDay: '1' }),
    ],
  };
  // None of these lines counts, so that the tiers are those of the files without them.
  expected = expectedTiers(stage.filesOf({ asOf: '2026-03-12' }), '2026-03-12');
  drop = await stage.drop(night);
  run = await stage.night(morning('2026-03-13'));
});

describe('a drop', () => {
  it('becomes edition 1, every row accounted for', () => {
    expect(drop).toMatchObject({ status: 'published', edition: 1, kind: 'zip' });
    for (const file of drop.files ?? [])
      expect(file.accepted + file.unchanged + file.rejected + file.deleted).toBe(file.rows);
    const rows = Object.fromEntries((drop.files ?? []).map((file) => [file.file, file.rows]));
    for (const { name, lines } of stage.filesOf({ asOf: '2026-03-12' })) {
      const extra = name === 'attendanceEvents' ? 3 : 0;
      if (name !== 'manifest' && !drop.setAside?.includes(name))
        expect([name, rows[`${name}.csv`]]).toEqual([name, [...lines()].length - 1 + extra]);
    }
  });

  it('says which rows it rejected or remarked, with line, column and code', () => {
    const last = (drop.files ?? []).find(({ file }) => file === 'attendanceEvents.csv')!.rows + 1;
    const file = 'attendanceEvents.csv';
    expect(drop.diagnostics.items.filter((each) => each.file === file)).toMatchObject([
      { severity: 'rejected', file, line: last - 2, column: 'portionOfDay', code: 'row.missing_portion' },
      { severity: 'rejected', file, line: last - 1, column: 'date', code: 'row.invalid_date' },
      { severity: 'notice', file, line: last, column: 'date', code: 'attendance.nonInstructionalDay' },
    ]);
  });
});

describe('the night after', () => {
  it('starts when it is 03:30 in the tenant’s time zone', () => {
    const fired = stage.told.flatMap((event) => (event.type === 'schedule' ? [event.at.toISOString()] : []));
    expect(fired).toContain('2026-03-13T08:30:00.000Z');
    expect(run).toMatchObject({ runId: '2026-03-13.1', status: 'published', edition: 1, asOf: '2026-03-12' });
    expect(stage.cloud.executions('assess').map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it('gives every student the tier that the rows of the files say', async () => {
    const listed = await stage.admin.all<StudentRow>('/v1/students');
    const leavers = await stage.admin.all<StudentRow>('/v1/students?exited=true');
    expect(listed.length + leavers.length).toBe(stage.district.students);
    const shown = [...listed, ...leavers].map((student) => [
      student.sourcedId,
      { tier: student.tiers['attendance'], exited: student.exited, schools: student.schools },
    ]);
    const wanted = [...expected].map(([id, { tier, exited, schools }]) => [id, { tier, exited, schools }]);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(wanted));
    expect(leavers.length).toBeGreaterThan(0);
    expect(new Set([...expected.values()].map(({ tier }) => tier))).toEqual(new Set([1, 2, 3]));
  });

  it('counts the tiers of each school’s students as its list shows them', async () => {
    const [summary] = run.summaries ?? [];
    const listed = await stage.admin.all<StudentRow>('/v1/students');
    for (const { sourcedId: school } of stage.district.schoolList) {
      const students = listed.filter((student) => student.school === school);
      for (const tier of [1, 2, 3] as const) {
        const filtered = await stage.admin.all<StudentRow>(
          `/v1/students?school=${school}&domain=attendance&tier=${tier}`,
        );
        const ids = students.filter((student) => student.tiers['attendance'] === tier).map((each) => each.sourcedId);
        expect(filtered.map((student) => student.sourcedId).sort()).toEqual(ids.sort());
      }
      const count = (tier: number) => students.filter((student) => student.tiers['attendance'] === tier).length;
      const counts = { '1': count(1), '2': count(2), '3': count(3), notAssessed: 0 };
      expect([school, summary?.bySchool[school]]).toEqual([school, counts]);
    }
  });

  it('explains each tier by exact figures and the lines of the drop they come from', async () => {
    const explained = [...expected].filter(([, { tier }], index) => tier !== 1 || index % 10 === 0);
    for (const [id, student] of explained) {
      const tiers = await stage.admin.read<StudentTiers>(`/v1/students/${id}/tiers`);
      expectExplained(tiers.domains[0]!, student);
      expect(tiers).toMatchObject({ runId: run.runId, asOf: '2026-03-12' });
    }
  });

  it('announces a first publication by one event, and no mail', () => {
    expect(stage.tierEvents()).toMatchObject([
      {
        detailType: 'Baseline Published',
        detail: { students: stage.district.students, asOf: '2026-03-12', runId: run.runId },
      },
    ]);
    expect(stage.cloud.mail()).toEqual([]);
    expect(stage.cloud.deadLetters()).toEqual([]);
  });

  it('is told of by GET /v1/freshness: every school is covered to the day', async () => {
    await expect(stage.admin.read('/v1/freshness')).resolves.toMatchObject({
      day: '2026-03-12',
      edition: { number: 1 },
      schools: stage.district.schoolList.map(({ sourcedId, name }) => ({
        school: sourcedId,
        name,
        coveredTo: '2026-03-12',
        schoolDaysBehind: 0,
        stale: false,
      })),
    });
  });
});

function expectExplained({ tier, reasons, history }: DomainTier, student: Expected): void {
  expect(tier).toBe(student.tier);
  const rate = reasons.find(({ code }) => code === 'absenceRate')!;
  const [missed = Number.NaN, enrolled = 1] = rate.value!.split('/').map(Number);
  expect(missed * student.enrolledDays * PARTS_OF_DAY).toBe(enrolled * student.missedParts);
  const own = student.missedParts * 5 >= student.enrolledDays * PARTS_OF_DAY ? '20/100' : '10/100';
  expect(rate.cutPoint).toBe(own);
  const rows = rate.rows ?? [];
  expect(rows.every((row) => row.drop === drop.dropId && row.file === 'attendanceEvents')).toBe(true);
  expect(rows.length + (rate.moreRows ?? 0)).toBe(student.lines.length);
  if (student.lines.length <= KEPT_ROWS) expect(rows.map(({ line }) => line)).toEqual(student.lines);
  expect(history).toMatchObject([{ from: null, to: student.tier, cause: 'baseline', runId: run.runId }]);
}
