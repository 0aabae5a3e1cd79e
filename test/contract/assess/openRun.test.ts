import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStudentResult } from '../../../shared/assess/results/readStudentResult.ts';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { type RunManifest, readManifest } from '../../../shared/assess/run/runManifest.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import { memoryLake } from '../../../shared/lake/lake.ts';
import { readStudent } from '../../../shared/store/directory.ts';
import { getRun, listRuns } from '../../../shared/store/runs.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { morningAfter, nights } from './nights.ts';
import { DAY_1, DAY_2, DAY_3, DAYS, nextDay, STUDENTS, secondNight } from './twoNights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

describe('opening a run', () => {
  it('skips without an edition, and says so', async () => {
    const { runId, outcome } = await nights().run(DAY_1);
    expect(outcome).toBe('skipped');
    expect(await getRun(runId)).toMatchObject({ status: 'skipped', skipped: 'noEdition' });
  });

  it('skips while another run is active, and takes over from one that has stalled', async () => {
    const district = await secondNight();
    await district.run(DAY_2, { stopBefore: 'complete' });
    const again = { scheduledAt: new Date(morningAfter(DAY_2).getTime() + 60_000).toISOString() };
    const ports = (now: Date) => ({ lake: district.lake, tenant: sampleTenant(), now });
    const { runId } = await openRun(again, ports(morningAfter(DAY_2)));
    expect(await getRun(runId)).toMatchObject({ skipped: 'anotherRunIsActive' });
    expect((await district.run(DAY_3)).outcome).toBe('published');
  });

  it('skips when the same edition, configuration, coverage and day are published already', async () => {
    const district = await secondNight();
    const first = await district.run(DAY_2);
    const scheduledAt = new Date(morningAfter(DAY_2).getTime() + 60_000).toISOString();
    const now = new Date(scheduledAt);
    const { runId, outcome } = await openRun({ scheduledAt }, { lake: district.lake, tenant: sampleTenant(), now });
    expect(outcome).toBe('skipped');
    expect([first.runId, runId]).toEqual(['2026-10-27.1', '2026-10-27.2']);
    expect(await getRun(runId)).toMatchObject({ skipped: 'alreadyAssessed', attempt: 2 });
  });

  it('refuses to go back behind the day that is published', async () => {
    const district = await secondNight();
    await district.run(DAY_2);
    const now = morningAfter(DAY_3);
    const trigger = { scheduledAt: now.toISOString(), asOf: DAYS[20]! };
    const { runId } = await openRun(trigger, { lake: district.lake, tenant: sampleTenant(), now });
    expect(await getRun(runId)).toMatchObject({ skipped: 'asOfBeforePublished' });
  });

  it('closes no day that has not come, whatever instant it was given', async () => {
    const district = await secondNight();
    const now = morningAfter(DAY_2);
    const trigger = { scheduledAt: '2030-03-09T14:00:00Z' };
    const ports = { lake: district.lake, tenant: sampleTenant(), now };
    const { runId } = await openRun(trigger, ports);
    expect(await getRun(runId)).toMatchObject({ runId: '2026-10-27.1', date: '2026-10-27', asOf: DAY_2 });
    expect((await openRun(trigger, ports)).runId).toBe(runId);
  });

  it('makes one run of a schedule that was delivered twice at the same moment', async () => {
    const district = await secondNight();
    const now = morningAfter(DAY_2);
    const open = () =>
      openRun({ scheduledAt: now.toISOString() }, { lake: district.lake, tenant: sampleTenant(), now });
    const opened = await Promise.all([open(), open(), open()]);
    expect(new Set(opened.map(({ runId }) => runId)).size).toBe(1);
    expect((await listRuns({ limit: 10 })).items).toHaveLength(2);
  });

  it('names the schools that are behind and assesses them as of the last day they cover', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAYS[30]!);
    const { runId } = await district.run(DAY_1);
    expect(await getRun(runId)).toMatchObject({ staleSchools: ['north', 'south'], asOf: DAY_1 });
    const view = await readStudent(studentId('s1'));
    expect(view?.directory.flags?.attendance).toContain('stale');
    const result = await readStudentResult(district.lake, runId, studentId('s1'));
    expect(result?.domains.attendance.asOf).toBe(DAYS[30]);
  });

  it('gives the same results for the same inputs, byte for byte, whatever was published before', async () => {
    const replayed = await secondNight();
    const night = await replayed.run(DAY_2);
    const expected = resultsOf(await readManifest(replayed.lake, night.runId));
    await engine.clear();
    const fresh = nights(memoryLake());
    await fresh.publishEdition(2, nextDay(), DAY_2);
    const { runId } = await fresh.run(DAY_2);
    expect(resultsOf(await readManifest(fresh.lake, runId))).toEqual(expected);
  });
});

const resultsOf = ({ parts }: RunManifest) => parts.map(({ results }) => results);
