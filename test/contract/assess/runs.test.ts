import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRun } from '../../../shared/assess/openRun.ts';
import { readStudentResult } from '../../../shared/assess/readStudentResult.ts';
import { recordRunFailure } from '../../../shared/assess/recordRunFailure.ts';
import { readManifest } from '../../../shared/assess/runManifest.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { memoryLake } from '../../../shared/lake/lake.ts';
import { listCaseload, readStudent } from '../../../shared/store/directory.ts';
import type { TierChange } from '../../../shared/store/entities.ts';
import type { PendingEvent } from '../../../shared/store/outbox.ts';
import { readPublished } from '../../../shared/store/published.ts';
import { getRun, listRuns } from '../../../shared/store/runs.ts';
import { tierChanges } from '../../../shared/store/tiers.ts';
import { absenceRows, districtRows, type SampleStudent, schoolDays } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { killedAt, watchingWrites } from './interruptions.ts';
import { morningAfter, nights, schoolList, studentItems, visibleDistrict, visibleRun } from './nights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

const DAYS = schoolDays(60);
const [DAY_1, DAY_2, DAY_3, DAY_4] = DAYS.slice(39, 43) as [string, string, string, string];
const STUDENTS: readonly SampleStudent[] = [
  { id: 's1', school: 'north', absences: 0 },
  { id: 's2', school: 'north', absences: 3 },
  { id: 's3', school: 'south', absences: 3 },
  { id: 's4', school: 'south', absences: 9 },
  { id: 's5', school: 'south', absences: 0 },
];
const IDS = STUDENTS.map(({ id }) => id);

/** The next day: s2 falls ill, s4 moves north, s5 leaves, s6 comes. */
function nextDay() {
  const rows = districtRows([
    ...STUDENTS.filter(({ id }) => id !== 's4' && id !== 's5'),
    { id: 's4', school: 'south', absences: 9, exitWithdrawDate: DAY_2 },
    { id: 's5', school: 'south', absences: 0, exitWithdrawDate: DAY_2 },
    { id: 's6', school: 'north', absences: 0, entryDate: DAY_2 },
  ]);
  rows.attendanceEvents.push(...absenceRows('s2', 'north', [DAY_1, DAY_2]));
  rows.schoolEnrollments.push({ studentSourcedId: 's4', schoolSourcedId: 'north', entryDate: DAY_2, gradeLevel: '08' });
  rows.caseloads = rows.caseloads.map((row) =>
    row['studentSourcedId'] === 's4' ? { ...row, staffSourcedId: 'counselor-north' } : row,
  );
  return rows;
}

const everybody = () => visibleDistrict([...IDS, 's6']);
const outbox = async () => (await studentItems('OUTBOX#')).map((item) => item['event'] as PendingEvent);
const caseload = async (staff: string) =>
  (await listCaseload(staffId(staff), { limit: 100 })).students.map(({ sourcedId }) => sourcedId as string);

/** A district with one published run and another day's edition waiting. */
async function secondNight() {
  const district = nights();
  await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
  await district.run(DAY_1);
  await district.publishEdition(2, nextDay(), DAY_2);
  return district;
}

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
      tiers: { attendance: 3 },
    });
    expect(view?.tiers).toMatchObject([{ domain: 'attendance', tier: 3, runId, thresholds: 'field-1' }]);
    expect(await schoolList('south')).toEqual(['s3', 's4', 's5']);
    expect(await caseload('counselor-north')).toEqual(['s1', 's2']);
    expect(await tierChanges(studentId('s4'), 'attendance')).toMatchObject([{ from: null, to: 3, cause: 'baseline' }]);
    expect(await outbox()).toMatchObject([{ detailType: 'Baseline Published', detail: { runId, students: 5 } }]);
    expect(await getRun(runId)).toMatchObject({
      status: 'published',
      students: 5,
      changed: 5,
      summaries: [{ domain: 'attendance', counts: { '1': 4, '2': 0, '3': 1, notAssessed: 0 } }],
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
    expect(await readStudent(studentId('s6'))).toMatchObject({ tiers: [{ tier: 'notAssessed' }] });
  });

  it('keeps the history of a tier and the day since when it is held', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2);

    const [latest, first] = await tierChanges(studentId('s2'), 'attendance');
    expect(latest).toMatchObject({ from: 1, to: 2, cause: 'data', asOf: DAY_2, runId, publication: 2 });
    expect(first).toMatchObject({ from: null, to: 1, cause: 'baseline', publication: 1 });
    expect((await readStudent(studentId('s2')))?.tiers).toMatchObject([{ tier: 2, since: DAY_2 }]);
    expect((await readStudent(studentId('s4')))?.tiers).toMatchObject([{ tier: 3, since: DAY_1 }]);
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
      { studentSourcedId: 's6', from: null, to: 'notAssessed' },
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
    const unpointed = (items: typeof before) => items.filter((item) => item['pk'] !== 'PUBLISHED');
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

    const [change] = await tierChanges(studentId('s2'), 'attendance');
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
      summaries: [{ counts: { '3': 14 }, bySchool: { north: { '3': 14 } } }],
    });
    expect((await readStudent(studentId('m1')))?.tiers).toMatchObject([{ tier: 1 }]);

    await district.publishEdition(3, districtRows(many), DAY_3);
    expect(await district.run(DAY_3)).toMatchObject({ outcome: 'published' });
    expect(await readPublished()).toMatchObject({ publication: 2 });
  });
});

describe('readers', () => {
  it('see the old run up to the flip and the new one from then on, at every write of a publish', async () => {
    const district = await secondNight();
    const before = await everybody();
    const seen: string[] = [];
    let looking = false;
    await watchingWrites(
      async (write) => {
        const answer = await write();
        if (!looking) {
          looking = true;
          seen.push(await everybody());
          looking = false;
        }
        return answer;
      },
      () => district.run(DAY_2),
    );
    const after = await everybody();

    expect(after).not.toBe(before);
    expect(new Set(seen)).toEqual(new Set([before, after]));
    expect(seen.lastIndexOf(before)).toBeLessThan(seen.indexOf(after));
  });
});

describe('a run that is killed', () => {
  it.each(['before', 'after'] as const)(
    'ends as if nothing had happened when it is resumed, %s any write',
    async (when) => {
      const undisturbed = await secondNight();
      await undisturbed.run(DAY_2);
      const expected = { district: await everybody(), events: (await outbox()).map(({ eventId }) => eventId).sort() };

      let at = 0;
      for (let killed = true; killed; ) {
        at += 1;
        await engine.clear();
        const district = await secondNight();
        killed = await killedAt({ at, when }, () => district.run(DAY_2));
        await district.run(DAY_2);
        const events = (await outbox()).map(({ eventId }) => eventId).sort();
        expect({ at, district: await everybody(), events }).toEqual({ at, ...expected });
      }
      expect(at).toBeGreaterThan(8);
    },
  );

  it.each(['before', 'after'] as const)('and never resumed is made good the next night, %s any write', async (when) => {
    const known = (text: string) => text.replaceAll(/"(since|runId|publication|asOf|publishedAt)": ("[^"]*"|\d+)/g, '');
    const changed = async () => {
      const events = (await outbox()).filter(({ detailType }) => detailType === 'Tier Changed');
      return events.map(({ detail }) => `${detail['studentSourcedId']} ${detail['from']} ${detail['to']}`).sort();
    };
    const undisturbed = await secondNight();
    await undisturbed.publishEdition(2, nextDay(), DAY_3);
    await undisturbed.run(DAY_3);
    const expected = { district: known(await everybody()), changed: await changed() };
    expect(expected.changed).toEqual(['s2 1 2', 's6 null notAssessed']);

    let at = 0;
    for (let killed = true; killed; ) {
      at += 1;
      await engine.clear();
      const district = await secondNight();
      killed = await killedAt({ at, when }, () => district.run(DAY_2));
      await district.publishEdition(2, nextDay(), DAY_3);
      await district.run(DAY_3);
      expect({ at, district: known(await everybody()), changed: await changed() }).toEqual({ at, ...expected });
    }
    expect(at).toBeGreaterThan(8);
  });

  it('writes nothing when it is done again after its end', async () => {
    const district = await secondNight();
    await district.run(DAY_2);
    const items = await studentItems('');
    expect(await district.run(DAY_2)).toMatchObject({ outcome: 'skipped' });
    expect(await studentItems('')).toEqual(items);
    expect((await listRuns({ limit: 10 })).runs).toHaveLength(2);
  });
});

describe('a publication that is abandoned', () => {
  /** The run of day 2 dies after its rows were written, and its execution is never resumed. */
  async function abandoned() {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'complete' });
    const error = { Error: 'States.Timeout', Cause: '' };
    await recordRunFailure({ runId, error }, morningAfter(DAY_2));
    return district;
  }

  it('leaves nothing of itself in what the next run shows, when its data is taken back', async () => {
    const district = await abandoned();
    await district.publishEdition(3, districtRows(STUDENTS), DAY_3);
    const before = await everybody();
    const { runId } = await district.run(DAY_3);

    expect(await readPublished()).toMatchObject({ runId, publication: 3 });
    expect(await everybody()).toBe(before);
    expect(await readStudent(studentId('s6'))).toBeUndefined();
    const history = (await studentItems('STUDENT#')).filter((item) => String(item['sk']).startsWith('CHANGE#'));
    expect(history.map((item) => (item['change'] as TierChange).publication)).toEqual([1, 1, 1, 1, 1]);
  });

  it('is made good by the next run with the same data', async () => {
    const district = await abandoned();
    const { runId } = await district.run(DAY_3);
    expect(await readPublished()).toMatchObject({ runId, publication: 3 });
    expect(await schoolList('north')).toEqual(['s1', 's2', 's4', 's6']);
    expect(await tierChanges(studentId('s2'), 'attendance')).toMatchObject([{ from: 1, to: 2, publication: 3 }, {}]);
    expect((await outbox()).filter(({ detailType }) => detailType === 'Tier Changed')).toHaveLength(2);
  });

  it('may happen twice in a row, and on the very first run', async () => {
    const district = nights();
    await district.publishEdition(1, nextDay(), DAY_1);
    for (const day of [DAY_1, DAY_2]) {
      const { runId } = await district.run(day, { stopBefore: 'complete' });
      await recordRunFailure({ runId, error: { Error: 'States.Timeout', Cause: '' } }, morningAfter(day));
    }
    await district.publishEdition(2, districtRows(STUDENTS), DAY_3);
    await district.run(DAY_3);
    const shown = await everybody();

    await engine.clear();
    const undisturbed = nights();
    await undisturbed.publishEdition(2, districtRows(STUDENTS), DAY_3);
    await undisturbed.run(DAY_3);
    const numbers = (text: string) =>
      text.replaceAll(/"publication": \d+/g, '').replaceAll(/"publishedAt": "[^"]*"/g, '');
    expect(numbers(shown)).toBe(numbers(await everybody()));
  });

  it('cannot write any more once its lease was taken over', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'publish' });
    const later = await district.run(DAY_3);
    expect(later.outcome).toBe('published');
    expect(await getRun(runId)).toMatchObject({ status: 'failed', failure: { error: 'LeaseExpired' } });
    await expect(district.run(DAY_2)).resolves.toMatchObject({ runId, outcome: 'skipped' });
  });
});

describe('announcements', () => {
  it('that a run did not come to are made by the next one, once', async () => {
    const district = await secondNight();
    const { runId } = await district.run(DAY_2, { stopBefore: 'announce' });
    await recordRunFailure({ runId, error: { Error: 'States.Timeout', Cause: '' } }, morningAfter(DAY_2));
    expect(await getRun(runId)).toMatchObject({ status: 'published', failure: { error: 'States.Timeout' } });
    expect(await outbox()).toHaveLength(1);

    await district.publishEdition(2, nextDay(), DAY_3);
    await district.run(DAY_3);
    await district.publishEdition(2, nextDay(), DAY_4);
    await district.run(DAY_4);
    const events = (await outbox()).filter(({ detailType }) => detailType === 'Tier Changed');
    expect(events.map(({ detail }) => detail['publication'])).toEqual([2, 2]);
  });
});

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

  it('makes one run of a schedule that was delivered twice at the same moment', async () => {
    const district = await secondNight();
    const now = morningAfter(DAY_2);
    const open = () =>
      openRun({ scheduledAt: now.toISOString() }, { lake: district.lake, tenant: sampleTenant(), now });
    const opened = await Promise.all([open(), open(), open()]);
    expect(new Set(opened.map(({ runId }) => runId)).size).toBe(1);
    expect((await listRuns({ limit: 10 })).runs).toHaveLength(2);
  });

  it('names the schools that are behind and assesses them as of the last day they cover', async () => {
    const district = nights();
    await district.publishEdition(1, districtRows(STUDENTS), DAYS[30]!);
    const { runId } = await district.run(DAY_1);
    expect(await getRun(runId)).toMatchObject({ staleSchools: ['north', 'south'], asOf: DAY_1 });
    const view = await readStudent(studentId('s1'));
    expect(view?.directory.flags).toContain('stale');
    const result = await readStudentResult(district.lake, runId, studentId('s1'));
    expect(result?.domains.attendance.asOf).toBe(DAYS[30]);
  });

  it('gives the same results for the same inputs, byte for byte, whatever was published before', async () => {
    const replayed = await secondNight();
    const night = await replayed.run(DAY_2);
    const expected = (await readManifest(replayed.lake, night.runId)).results;
    await engine.clear();
    const fresh = nights(memoryLake());
    await fresh.publishEdition(2, nextDay(), DAY_2);
    const { runId } = await fresh.run(DAY_2);
    expect((await readManifest(fresh.lake, runId)).results).toEqual(expected);
  });
});
