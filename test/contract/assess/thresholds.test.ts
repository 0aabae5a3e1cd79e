import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStudentResult } from '../../../shared/assess/results/readStudentResult.ts';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import type { RunInputs } from '../../../shared/assess/run/runInputs.ts';
import { readManifest } from '../../../shared/assess/run/runManifest.ts';
import { assessDistrict } from '../../../shared/assess/shards/assessDistrict.ts';
import { assessRun, completeRun } from '../../../shared/assess/shards/assessRun.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import type { Lake } from '../../../shared/lake/lake.ts';
import { readStudent } from '../../../shared/store/directory.ts';
import { getRun, readPinned } from '../../../shared/store/runs.ts';
import { tierChanges } from '../../../shared/store/tiers.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { thresholdCalls } from '../http/thresholdCalls.ts';
import { morningAfter, nights } from './nights.ts';
import { DAY_1, DAY_2, DAY_3, STUDENTS } from './twoNights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

const api = thresholdCalls();
/** Adds a set through the API, in the morning after a day. */
async function putOn(day: string, version: string, body: unknown): Promise<number> {
  api.at.now = morningAfter(day).toISOString();
  return (await api.put(version, body)).status;
}

const stricter = (effectiveFrom: string) => ({ effectiveFrom, attendance: { tier2: '6/100', watch: '5/100' } });
/** s2 and s3 have missed 3 of about 40 days: tier 1 at 10 %, tier 2 at 6 %. */
const tierOf = async (id: string) =>
  (await readStudent(studentId(id)))?.tiers.find(({ domain }) => domain === 'attendance');
const pinnedOf = async (runId: string) => (await readPinned(runId)) as RunInputs;
const resultsOf = async (lake: Lake, runId: string) =>
  (await readManifest(lake, runId)).parts.map((part) => part.results);

/** A district whose first night is published. */
async function firstNight() {
  const district = nights();
  await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
  const { runId } = await district.run(DAY_1);
  await district.publishEdition(1, districtRows(STUDENTS), DAY_2);
  return { district, lake: district.lake, first: runId };
}

/** Assesses a run of a trigger, and publishes nothing. */
async function assess(lake: Lake, day: string, asOf?: string) {
  const now = morningAfter(day);
  const trigger = { scheduledAt: now.toISOString(), ...(asOf !== undefined && { asOf }) };
  const { runId, outcome } = await openRun(trigger, { lake, tenant: sampleTenant(), now });
  if (outcome === 'skipped') return { runId, outcome };
  await assessRun(runId, 0, lake, now);
  await completeRun(runId, lake, now);
  return { runId, outcome };
}

describe('cut points that are changed', () => {
  it('decide from their day on, and their version is named by results, the run and its manifest', async () => {
    const { district, lake, first } = await firstNight();
    expect(await putOn(DAY_1, 'stricter', stricter(DAY_2))).toBe(200);
    const { runId } = await district.run(DAY_2);
    expect(await tierOf('s2')).toMatchObject({ tier: 2, thresholds: 'stricter', since: DAY_2 });
    expect((await tierChanges(studentId('s2')))[0]).toMatchObject({ from: 1, to: 2, cause: 'thresholds' });
    expect([(await getRun(first))?.thresholds, (await getRun(runId))?.thresholds]).toEqual(['field-1', 'stricter']);
    expect((await readManifest(lake, runId)).thresholds).toBe('stricter');
    expect((await pinnedOf(runId)).thresholds?.versions).toEqual(['stricter']);
    expect((await pinnedOf(first)).thresholds).toBeUndefined();
  });

  it('today never rewrite yesterday: the day before is assessed to the same bytes, whatever is added after it', async () => {
    const { district, lake, first } = await firstNight();
    const before = await resultsOf(lake, first);
    expect(await putOn(DAY_1, 'back', stricter(DAY_1))).toBe(422);
    expect(await putOn(DAY_1, 'stricter', stricter(DAY_2))).toBe(200);

    await assessDistrict(lake, await pinnedOf(first));
    expect(await resultsOf(lake, first)).toEqual(before);
    await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
    const again = await assess(lake, DAY_2, DAY_1);
    expect((await getRun(again.runId))?.skipped).toBe('alreadyAssessed');
    expect((await readStudentResult(lake, first, studentId('s2')))?.domains.attendance.thresholds).toBe('field-1');

    await district.publishEdition(2, districtRows(STUDENTS), DAY_2);
    const { runId } = await assess(lake, DAY_2);
    const result = await readStudentResult(lake, runId, studentId('s2'));
    expect(result?.domains.attendance).toMatchObject({ tier: 2, thresholds: 'stricter' });
  });

  it('in the middle of a run change nothing of it', async () => {
    const { lake } = await firstNight();
    const now = morningAfter(DAY_2);
    const { runId } = await openRun({ scheduledAt: now.toISOString() }, { lake, tenant: sampleTenant(), now });
    // Added while its day was open still, by the clock of whoever adds it.
    expect(await putOn(DAY_1, 'stricter', stricter(DAY_2))).toBe(200);
    await assessRun(runId, 0, lake, now);
    await completeRun(runId, lake, now);
    expect((await readManifest(lake, runId)).thresholds).toBe('field-1');
    expect((await readStudentResult(lake, runId, studentId('s2')))?.domains.attendance).toMatchObject({
      tier: 1,
      thresholds: 'field-1',
    });
  });

  it('and withdrawn are replayed by a run that was pinned to them', async () => {
    const { lake } = await firstNight();
    await putOn(DAY_1, 'stricter', stricter(DAY_2));
    const { runId } = await assess(lake, DAY_2);
    const before = await resultsOf(lake, runId);
    api.at.now = morningAfter(DAY_1).toISOString();
    expect((await api.withdraw('stricter')).status).toBe(200);
    await assessDistrict(lake, await pinnedOf(runId));
    expect(await resultsOf(lake, runId)).toEqual(before);
  });

  it('for a day to come make no other run of a day that was assessed', async () => {
    const { district } = await firstNight();
    await district.run(DAY_2);
    expect(await putOn(DAY_2, 'later', stricter('2027-03-01'))).toBe(200);
    const again = new Date(morningAfter(DAY_2).getTime() + 3_600_000);
    const trigger = { scheduledAt: again.toISOString() };
    const { runId, outcome } = await openRun(trigger, { lake: district.lake, tenant: sampleTenant(), now: again });
    expect([outcome, (await getRun(runId))?.skipped]).toEqual(['skipped', 'alreadyAssessed']);
  });

  it('for one school leave the others’ results as they are, and say by which rule', async () => {
    const { district, lake } = await firstNight();
    const rules = [
      { when: { gradeLevels: ['09'] }, attendance: { tier2: '9/100' } },
      { when: { schools: ['south'] }, attendance: { tier2: '6/100' } },
    ];
    expect(await putOn(DAY_1, 'by-school', { effectiveFrom: DAY_2, rules })).toBe(200);
    const { runId } = await district.run(DAY_2);
    expect(await tierOf('s2')).toMatchObject({ tier: 1, thresholds: 'by-school' });
    expect(await tierOf('s3')).toMatchObject({ tier: 2, thresholds: 'by-school+2' });
    const result = await readStudentResult(lake, runId, studentId('s3'));
    expect(result?.domains.attendance.reasons[0]).toMatchObject({ code: 'absenceRate', cutPoint: '6/100' });
    expect(result?.domains.academics.thresholds).toBe('by-school');
  });

  it('count for the look-back of a step down as they are on the as-of day: a change acts at once', async () => {
    const { district } = await firstNight();
    await putOn(DAY_1, 'stricter', stricter(DAY_2));
    await district.run(DAY_2);
    expect(await tierOf('s2')).toMatchObject({ tier: 2 });
    await putOn(DAY_2, 'milder', { effectiveFrom: DAY_3 });
    await district.publishEdition(1, districtRows(STUDENTS), DAY_3);
    await district.run(DAY_3);
    expect(await tierOf('s2')).toMatchObject({ tier: 1, thresholds: 'milder' });
  });
});
