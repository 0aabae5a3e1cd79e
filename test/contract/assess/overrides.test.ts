import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStudentResult } from '../../../shared/assess/results/readStudentResult.ts';
import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import type { Tier } from '../../../shared/domain/tiers/result.ts';
import { readStudent } from '../../../shared/store/directory.ts';
import { createOverride, endOverride } from '../../../shared/store/overrides.ts';
import { readPinned } from '../../../shared/store/runs.ts';
import { tierChanges } from '../../../shared/store/tiers.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { killedAt } from './interruptions.ts';
import { nights, studentItems } from './nights.ts';
import { DAY_1, DAY_2, DAY_3, DAY_4, outbox, STUDENTS } from './twoNights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

const S1 = studentId('s1');
const AUTHOR = staffId('counselor-north');
/** The local date on which a day is assessed. */
const nightAfter = (day: string) => formatDay((parseDay(day) ?? 0) + 1);

async function district() {
  const all = nights();
  await all.publishEdition(1, districtRows(STUDENTS), DAY_4);
  await all.run(DAY_1);
  return all;
}

const crisis = (expiresOn: string, tier: Tier = 3, overrideId = 'a'.repeat(32), student = S1) =>
  createOverride({
    ...{ overrideId, studentSourcedId: student, domain: 'attendance', tier, reason: 'A parent has died', expiresOn },
    ...{ startsOn: DAY_2, createdBy: AUTHOR, createdAt: `${DAY_2}T15:00:00.000Z` },
  });

const tierOf = async () => (await readStudent(S1))?.tiers[0];
const told = async () =>
  (await outbox())
    .filter(({ detailType }) => detailType === 'Tier Changed')
    .map(({ detail }) => [detail['studentSourcedId'], detail['from'], detail['to'], detail['cause']]);

describe('a run', () => {
  it('keeps an override with the computed tier beside it, and announces the change once, as one of an override', async () => {
    const all = await district();
    await crisis('2026-12-18');
    const { runId } = await all.run(DAY_2);
    expect(await tierOf()).toMatchObject({ tier: 3, computed: { tier: 1 }, flags: ['override'] });
    expect((await readStudent(S1))?.directory).toMatchObject({
      tiers: { attendance: 3 },
      flags: { attendance: ['override'] },
    });
    const result = await readStudentResult(all.lake, runId, S1);
    expect(result?.domains.attendance).toMatchObject({ tier: 3, computed: { tier: 1 } });
    expect((await tierChanges(S1))[0]).toMatchObject({ from: 1, to: 3, cause: 'override' });
    const before = await studentItems('STUDENT#');
    await all.run(DAY_3);
    expect(await studentItems('STUDENT#')).toEqual(before);
    expect(await told()).toEqual([['s1', 1, 3, 'override']]);
  });

  it('after its last day gives the computed tier again; the day itself it still acts', async () => {
    const all = await district();
    await crisis(nightAfter(DAY_2));
    await all.run(DAY_2);
    expect((await tierOf())?.tier).toBe(3);
    await all.run(DAY_3);
    const entry = await tierOf();
    expect(entry).toMatchObject({ tier: 1, flags: [] });
    expect(entry).not.toHaveProperty('computed');
    expect(await told()).toEqual(
      expect.arrayContaining([
        ['s1', 1, 3, 'override'],
        ['s1', 3, 1, 'override'],
      ]),
    );
  });

  it('dates what an override changes by its own day, however far behind the data of the domain are', async () => {
    const all = nights();
    await all.publishEdition(1, districtRows(STUDENTS), DAY_1);
    await all.run(DAY_1);
    await crisis(nightAfter(DAY_2));
    await all.run(DAY_2);
    expect(await tierOf()).toMatchObject({ tier: 3, since: DAY_2 });
    await all.run(DAY_3);
    expect(await tierOf()).toMatchObject({ tier: 1, since: DAY_3 });
    const overridden = (await tierChanges(S1)).filter(({ cause }) => cause === 'override');
    expect(overridden.map(({ to, asOf }) => [to, asOf])).toEqual([
      [1, DAY_3],
      [3, DAY_2],
    ]);
  });

  it('after it was ended gives the computed tier again, and keeps one that is set after it', async () => {
    const all = await district();
    await crisis('2026-12-18');
    await all.run(DAY_2);
    const end = { by: AUTHOR, at: `${DAY_3}T15:00:00.000Z`, on: DAY_3, reason: 'well again' };
    await endOverride(S1, 'a'.repeat(32), end);
    await all.run(DAY_3);
    expect((await tierOf())?.tier).toBe(1);
    expect(await crisis('2026-12-18', 2, 'b'.repeat(32))).toBe('created');
    await all.run(DAY_4);
    expect(await tierOf()).toMatchObject({ tier: 2, computed: { tier: 1 } });
  });

  it('is not the run that was published when only an override has come', async () => {
    const all = await district();
    await crisis('2026-12-18');
    const again = await all.run(DAY_1);
    expect(again.outcome).toBe('skipped');
    expect((await all.run(DAY_2)).outcome).toBe('published');
  });

  it('is not held for what people have set: a crisis of a whole school begins and ends', async () => {
    const all = nights();
    const school = Array.from({ length: 14 }, (_, place) => ({ id: `n${place}`, school: 'north', absences: 0 }));
    await all.publishEdition(1, districtRows(school), DAY_4);
    await all.run(DAY_1);
    for (const { id } of school) await crisis(nightAfter(DAY_2), 3, 'a'.repeat(32), studentId(id));
    expect((await all.run(DAY_2)).outcome).toBe('published');
    expect((await readStudent(studentId('n3')))?.tiers[0]).toMatchObject({ tier: 3, computed: { tier: 1 } });
    expect((await all.run(DAY_3)).outcome).toBe('published');
    expect((await readStudent(studentId('n3')))?.tiers[0]?.tier).toBe(1);
  });

  it('names students in the lake alone: neither its record nor its inputs do', async () => {
    const all = await district();
    await crisis('2026-12-18');
    const { runId } = await all.run(DAY_2);
    const pinned = JSON.stringify(await readPinned(runId));
    expect(JSON.parse(pinned).overrides).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), count: 1 });
    expect(pinned).not.toContain('"s1"');
    expect(pinned).not.toContain('parent');
  });
});

describe('setting an override', () => {
  it.each(['before', 'after'] as const)('that dies %s a write is there whole or not at all', async (when) => {
    await district();
    await killedAt({ at: 1, when }, () => crisis('2026-12-18'));
    const items = (await studentItems('')).filter(({ sk, pk }) => /OVERRIDE/.test(`${pk}${sk}`));
    expect(items).toHaveLength(when === 'before' ? 0 : 2);
    expect(await crisis('2026-12-18')).toBe(when === 'before' ? 'created' : 'known');
  });
});
