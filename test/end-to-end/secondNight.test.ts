import { beforeAll, describe, expect, it } from 'vitest';
import type { Corrections } from '../../infra/local/district/district.ts';
import type { Student } from '../../infra/local/district/people.ts';
import { missedDays, studentsOf } from './corrections.ts';
import { dayOf, evening, morning } from './district.ts';
import { type Expected, expectedTiers, PARTS_OF_DAY } from './expected.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';
import { studentItems } from './stored.ts';
import type { StudentRow, StudentTiers } from './views.ts';

let stage: Stage;
let lifted: Student;
let moved: { readonly student: Student; readonly from: string; readonly to: string };
let corrections: Corrections;
let before: ReadonlyMap<string, Expected>;
let after: ReadonlyMap<string, Expected>;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  before = expectedTiers(stage.filesOf({ asOf: '2026-03-12' }), '2026-03-12');
  ({ lifted, corrections } = oneTakenBack());
  const student = mover();
  const to = stage.district.schoolList.find((each) => each !== student.school && each.grades.includes(student.grade))!;
  moved = { student, from: student.school.sourcedId, to: to.sourcedId };
  corrections = { ...corrections, moved: [{ student: student.sourcedId, to, on: dayOf('2026-03-13') }] };
  after = expectedTiers(stage.filesOf({ asOf: '2026-03-13', corrections }), '2026-03-13');

  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
});

/** A student whom the fewest absences taken back lift out of tier 2, and those absences. */
function oneTakenBack(): { lifted: Student; corrections: Corrections } {
  const { district } = stage;
  const candidates = studentsOf(district).filter(({ sourcedId }) => before.get(sourcedId)?.tier === 2);
  for (let count = 1; count <= 5; count++) {
    for (const student of candidates) {
      const days = missedDays(district, student, '2026-02-01').slice(0, count);
      const takenBack = days.map(({ day }) => ({ student: student.sourcedId, day }));
      const files = stage.filesOf({ asOf: '2026-03-13', corrections: { takenBack, moved: [] } });
      const then = expectedTiers(files, '2026-03-13').get(student.sourcedId);
      if (then?.tier === 1) return { lifted: student, corrections: { takenBack, moved: [] } };
    }
  }
  throw new Error('nobody is lifted by five absences');
}

function mover(): Student {
  const { district } = stage;
  for (const student of studentsOf(district)) {
    const others = district.schoolList.filter((each) => each !== student.school && each.grades.includes(student.grade));
    const stays = student.entersAfter === 0 && student.leavesAfter === undefined;
    if (stays && others.length > 0 && student.sourcedId !== lifted.sourcedId) return student;
  }
  throw new Error('nobody can move');
}

describe('an absence taken back and a move, the night after', () => {
  it('change the tiers of those whom they concern, and of nobody else', async () => {
    const drop = await stage.drop({ asOf: '2026-03-13', corrections });
    const attendance = drop.files?.find(({ file }) => file === 'attendanceEvents.csv');
    expect(drop).toMatchObject({ status: 'published', edition: 2 });
    expect(attendance?.removed).toBe(corrections.takenBack.length);
    const run = await stage.night(morning('2026-03-14'));
    const changed = [...after].filter(([id, { tier }]) => tier !== before.get(id)?.tier);
    expect(run).toMatchObject({ status: 'published', asOf: '2026-03-13', tierChanges: changed.length });
    const shown = await stage.admin.all<StudentRow>('/v1/students');
    for (const student of shown)
      expect([student.sourcedId, student.tiers['attendance'], student.schools]).toEqual([
        student.sourcedId,
        after.get(student.sourcedId)?.tier,
        after.get(student.sourcedId)?.schools,
      ]);
    expect(changed.map(([id]) => id)).toContain(lifted.sourcedId);
  });

  it('show in the history what changed, when and why', async () => {
    const { domains } = await stage.admin.read<StudentTiers>(`/v1/students/${lifted.sourcedId}/tiers`);
    expect(domains[0]).toMatchObject({
      tier: 1,
      since: '2026-03-13',
      history: [
        { from: 2, to: 1, cause: 'data', asOf: '2026-03-13', runId: '2026-03-14.1' },
        { from: null, to: 2, cause: 'baseline', asOf: '2026-03-12', runId: '2026-03-13.1' },
      ],
    });
  });

  it('send one event for each tier that changed', () => {
    const changes = [...after]
      .filter(([id, { tier }]) => tier !== before.get(id)?.tier)
      .map(([id, { tier }]) => [id, before.get(id)?.tier, tier]);
    const events = stage.tierEvents().filter(({ detailType }) => detailType === 'Tier Changed');
    expect(events.map(({ detail }) => [detail.studentSourcedId, detail.from, detail.to]).sort()).toEqual(
      changes.sort(),
    );
    expect(new Set(events.map(({ detail }) => detail.eventId)).size).toBe(events.length);
  });

  it('take a student off one school’s list and put them on the other’s', async () => {
    const { student, from, to } = moved;
    const path = `/v1/students/${student.sourcedId}`;
    const list = async (school: string, more = '') =>
      (await stage.admin.all<StudentRow>(`/v1/students?school=${school}${more}`)).map(({ sourcedId }) => sourcedId);
    expect([await list(from), await list(to)]).toEqual([
      expect.not.arrayContaining([student.sourcedId]),
      expect.arrayContaining([student.sourcedId]),
    ]);
    const principalOf = (school: string) =>
      stage.as(
        stage.district.staff.find((each) => each.role === 'principal' && each.org === school)!.sourcedId,
        'schoolAdmin',
      );
    expect((await principalOf(to).get(path)).status).toBe(200);
    expect((await principalOf(from).get(path)).status).toBe(404);
    const tiers = await stage.admin.read<StudentTiers>(`${path}/tiers`);
    const rate = tiers.domains[0]?.reasons.find(({ code }) => code === 'absenceRate');
    const [missed = 0, enrolled = 1] = (rate?.value ?? '').split('/').map(Number);
    const { missedParts, enrolledDays } = after.get(student.sourcedId)!;
    expect(missed * enrolledDays * PARTS_OF_DAY).toBe(enrolled * missedParts);
  });
});

describe('a night on which nothing changed', () => {
  it('writes no student and sends no event', async () => {
    const items = await studentItems(stage);
    const events = stage.tierEvents().length;
    await stage.cloud.clock.advanceTo(evening('2026-03-14'));
    const generatedAt = evening('2026-03-14').toISOString();
    await expect(stage.drop({ asOf: '2026-03-13', generatedAt, corrections }, 'same.zip')).resolves.toMatchObject({
      status: 'unchanged',
    });
    const run = await stage.night(morning('2026-03-15'));
    expect(run).toMatchObject({ status: 'published', asOf: '2026-03-14', changed: 0, tierChanges: 0 });
    const now = await studentItems(stage);
    const pointer = 'PUBLISHED TIERS';
    expect(now.get(pointer)).not.toEqual(items.get(pointer));
    expect(withoutPublications(now)).toEqual(withoutPublications(items));
    expect(stage.tierEvents().length).toBe(events);
    expect([...now.keys()].filter((key) => key.startsWith('OUTBOX#'))).toEqual([]);
  });

  it('or that comes without a drop, either', async () => {
    const items = await studentItems(stage);
    const run = await stage.night(morning('2026-03-16'));
    expect(run.changed ?? 0).toBe(0);
    expect(withoutPublications(await studentItems(stage))).toEqual(withoutPublications(items));
  });
});

/** All but the pointer and the record of what was shown when. */
const withoutPublications = (items: ReadonlyMap<string, unknown>) =>
  Object.fromEntries([...items].filter(([key]) => !/^(PUBLISHED|PUBLICATIONS) /.test(key)));
