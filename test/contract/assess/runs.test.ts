import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStudentResult } from '../../../shared/assess/results/readStudentResult.ts';
import { guardRun } from '../../../shared/assess/run/guardRun.ts';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { readManifest } from '../../../shared/assess/run/runManifest.ts';
import { assessRun, completeRun } from '../../../shared/assess/shards/assessRun.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import { readStudent } from '../../../shared/store/directory.ts';
import { readPublished } from '../../../shared/store/published.ts';
import { getRun, readRunLease } from '../../../shared/store/runs.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { killedAt } from './interruptions.ts';
import { attendanceChanges, morningAfter, nights, schoolList, studentItems, visibleRun } from './nights.ts';
import { caseload, DAY_1, DAY_2, DAY_3, outbox, STUDENTS, secondNight } from './twoNights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

describe('a first run', () => {
  it('publishes every student and announces them with one baseline event', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
    const { runId } = await district.run(DAY_1);

    const view = await readStudent(studentId('s4'));
    expect(view?.published).toMatchObject({ publication: 1, runId, asOf: '2026-10-23' });
    expect(view?.directory).toMatchObject({
      givenName: 'Given s4',
      grade: '08',
      school: 'south',
      tiers: { attendance: 3, academics: 'notAssessed' },
    });
    expect(view?.tiers[0]).toMatchObject({ domain: 'attendance', tier: 3, thresholds: 'field-1' });
    expect(await schoolList('south')).toEqual(['s3', 's4', 's5']);
    expect(await caseload('counselor-north')).toEqual(['s1', 's2']);
    expect(await attendanceChanges('s4')).toMatchObject([{ from: null, to: 3, cause: 'baseline' }]);
    expect(await outbox()).toMatchObject([{ detailType: 'Baseline Published', detail: { runId, students: 5 } }]);
    expect(await getRun(runId)).toMatchObject({
      status: 'published',
      students: 5,
      changed: 5,
    });
    expect((await getRun(runId))?.summaries?.[0]).toMatchObject({
      domain: 'attendance',
      counts: { '1': 4, '2': 0, '3': 1, notAssessed: 0 },
    });
  });

  it('keeps each result where one ranged read finds it', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
    const { runId } = await district.run(DAY_1);

    const result = await readStudentResult(district.lake, runId, studentId('s2'));
    expect(result?.domains.attendance.reasons[0]).toMatchObject({
      code: 'absenceRate',
      value: '3/40',
      cutPoint: '10/100',
    });
    expect(await readStudentResult(district.lake, runId, studentId('nobody'))).toBeUndefined();
  });
});

describe('the next run', () => {
  it('moves students between lists and caseloads; those who left leave caseloads and are marked in lists', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2);

    expect(await visibleRun()).toBe(runId);
    expect(await schoolList('north')).toEqual(['s1', 's2', 's4', 's6']);
    expect(await schoolList('south')).toEqual(['s3', 's5']);
    expect(await caseload('counselor-north')).toEqual(['s1', 's2', 's4', 's6']);
    expect(await caseload('counselor-south')).toEqual(['s3']);
    expect((await readStudent(studentId('s5')))?.directory).toMatchObject({
      exited: true,
      schools: [],
      school: 'south',
    });
    expect(await readStudent(studentId('s6'))).toHaveProperty('tiers.0.tier', 'notAssessed');
  });

  it('keeps the history of a tier and the day since when it is held', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2);

    const [latest, first] = await attendanceChanges('s2');
    expect(latest).toMatchObject({ from: 1, to: 2, cause: 'data', asOf: DAY_2, runId, publication: 2 });
    expect(first).toMatchObject({ from: null, to: 1, cause: 'baseline', publication: 1 });
    expect((await readStudent(studentId('s2')))?.tiers[0]).toMatchObject({ tier: 2, since: DAY_2 });
    expect((await readStudent(studentId('s4')))?.tiers[0]).toMatchObject({ tier: 3, since: DAY_1 });
  });

  it('makes one event pending for each student whose tier changed', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2);

    const events = (await outbox()).filter(({ detailType }) => detailType === 'Tier Changed');
    const details = events
      .map(({ detail }) => detail)
      .sort((a, b) => (String(a['studentSourcedId']) < String(b['studentSourcedId']) ? -1 : 1));
    expect(details).toMatchObject([
      {
        studentSourcedId: 's2',
        domain: 'attendance',
        from: 1,
        to: 2,
        cause: 'data',
        asOf: DAY_2,
        runId,
        publication: 2,
      },
    ]);
  });

  it('writes no student on a night on which nothing changed, and shows the new run all the same', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
    await district.run(DAY_1);
    const before = await studentItems('');
    await district.publishEdition(1, districtRows(STUDENTS), DAY_2);
    const { runId } = await district.run(DAY_2);

    expect((await readManifest(district.lake, runId)).changes).toMatchObject({ batches: 0, rows: 0 });
    const after = await studentItems('');
    const unpointed = (items: typeof before) =>
      items.filter((item) => !/^PUBLI(SHED|CATIONS)$/.test(String(item['pk'])));
    expect(unpointed(after)).toEqual(unpointed(before));
    expect(await visibleRun()).toBe(runId);
    const result = await readStudentResult(district.lake, runId, studentId('s2'));
    expect(result?.domains.attendance.reasons[0]?.value).toBe('3/41');
  });

  it('names a change of thresholds as the cause', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
    await district.run(DAY_1);
    const { tenant } = sampleTenant();
    const [set] = tenant.thresholds;
    const stricter = { ...set!, version: 'strict', attendance: { ...set!.attendance, tier2: '5/100' } };
    const now = morningAfter(DAY_2);
    const configured = { tenant: { ...tenant, thresholds: [stricter] }, configurationVersion: 'strict' };
    await district.publishEdition(1, districtRows(STUDENTS), DAY_2);
    await openRun({ scheduledAt: now.toISOString() }, { lake: district.lake, tenant: configured, now });
    await district.run(DAY_2);

    const [change] = await attendanceChanges('s2');
    expect(change).toMatchObject({ from: 1, to: 2, cause: 'thresholds' });
  });

  it('is held when a school’s tier 3 more than doubles, says where, and shows nothing', async () => {
    const many = Array.from({ length: 14 }, (_, i) => ({ id: `m${i}`, school: 'north', absences: 0 }));
    const district = nights();
    await district.publishEdition(1, districtRows(many), DAY_1);
    await district.run(DAY_1);
    await district.publishEdition(2, districtRows(many.map((each) => ({ ...each, absences: 20 }))), DAY_2);
    const { runId, outcome } = await district.run(DAY_2);

    expect(outcome).toBe('held');
    expect(await getRun(runId)).toMatchObject({
      status: 'held',
      holds: [{ code: 'guard.tier3Rise', school: 'north' }],
    });
    expect((await getRun(runId))?.summaries?.[0]).toMatchObject({
      counts: { '3': 14 },
      bySchool: { north: { '3': 14 } },
    });
    expect((await readStudent(studentId('m1')))?.tiers[0]).toMatchObject({ tier: 1 });

    await district.publishEdition(3, districtRows(many), DAY_3);
    expect(await district.run(DAY_3)).toMatchObject({ outcome: 'published' });
    expect(await readPublished()).toMatchObject({ publication: 2 });
  });

  it('is held once, and lets the next run begin, whichever write of the guard died', async () => {
    const many = Array.from({ length: 14 }, (_, i) => ({ id: `m${i}`, school: 'north', absences: 0 }));
    let died = true;
    for (let at = 1; died; at++) {
      await engine.clear();
      const district = nights();
      await district.publishEdition(1, districtRows(many), DAY_1);
      await district.run(DAY_1);
      await district.publishEdition(2, districtRows(many.map((each) => ({ ...each, absences: 20 }))), DAY_2);
      const now = morningAfter(DAY_2);
      const { runId } = await openRun(
        { scheduledAt: now.toISOString() },
        { lake: district.lake, tenant: sampleTenant(), now },
      );
      await assessRun(runId, 0, district.lake, now);
      await completeRun(runId, district.lake, now);
      died = await killedAt({ at, when: 'after' }, () => guardRun(runId, district.lake, now));
      expect(await guardRun(runId, district.lake, now), `write ${at}`).toEqual({ outcome: 'held' });
      expect(await getRun(runId)).toMatchObject({ status: 'held' });
      expect(await readRunLease()).toBeUndefined();
      expect(await outbox()).toHaveLength(2);
    }
  });
});
