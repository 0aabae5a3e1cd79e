import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceBatch } from '../../../shared/assess/publish/announceBatch.ts';
import { completePublish } from '../../../shared/assess/publish/completePublish.ts';
import { publishBatch } from '../../../shared/assess/publish/publishBatch.ts';
import { discardRun, releaseRun } from '../../../shared/assess/run/decideRun.ts';
import { openRelease } from '../../../shared/assess/run/openRelease.ts';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { recordRunFailure } from '../../../shared/assess/run/recordRunFailure.ts';
import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import { summarizeRun } from '../../../shared/assess/run/summarizeRun.ts';
import { staffId } from '../../../shared/domain/identity.ts';
import { documents } from '../../../shared/store/documents.ts';
import { dropItem } from '../../../shared/store/drops.ts';
import { readPublished } from '../../../shared/store/published.ts';
import { getRun, readRunLease } from '../../../shared/store/runs.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { killedAt } from './interruptions.ts';
import { morningAfter, type Nights, nights, visibleDistrict, visibleRun } from './nights.ts';
import { DAY_1, DAY_2, DAY_3, DAY_4, outbox } from './twoNights.ts';

let engine: DynamoEngine;
let district: Nights;
let executions: Map<string, object>;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());

const MANY = Array.from({ length: 14 }, (_, i) => ({ id: `m${i}`, school: 'north', absences: 0 }));
const IDS = MANY.map(({ id }) => id);
const ILL = districtRows(MANY.map((each) => ({ ...each, absences: 20 })));
const RUN = `${DAY_3}.1`;
/** The forenoon after the night of the held run. */
const NOW = new Date(morningAfter(DAY_2).getTime() + 6 * 3_600_000);

/** One published night, and one that is held because the north's tier 3 more than doubled. */
async function heldNight(): Promise<string> {
  await engine.clear();
  district = nights();
  executions = new Map();
  await district.publishEdition(1, districtRows(MANY), DAY_1);
  await district.run(DAY_1);
  await district.publishEdition(2, ILL, DAY_2);
  const { runId, outcome } = await district.run(DAY_2);
  expect(outcome).toBe('held');
  return runId;
}
let heldRunId: string;
beforeEach(async () => {
  heldRunId = await heldNight();
});

const decisionBy = (name: string) => ({
  by: staffId(name),
  at: NOW.toISOString(),
  reason: 'Influenza, the nurse says',
});
const release = (runId = heldRunId, by = 'admin', now = NOW) =>
  releaseRun(runId, decisionBy(by), now, async (name, input) => void executions.set(name, input));
const discard = (runId = heldRunId, by = 'admin') => discardRun(runId, decisionBy(by));

/** What the state machine does with a released run. */
async function publishReleased(runId: string, now = NOW): Promise<string> {
  const opened = await openRelease(runId, district.lake, now);
  if (opened.outcome === 'skipped') return 'skipped';
  for (const batch of opened.batchNumbers) await publishBatch(runId, batch, district.lake, now);
  await completePublish(runId, district.lake, now);
  for (const batch of opened.batchNumbers) await announceBatch(runId, batch, district.lake, now);
  await summarizeRun(runId, now);
  return 'published';
}
const everybody = () => visibleDistrict(IDS);

describe('a released run', () => {
  it('is published exactly as it was assessed, and says who let it, when and why', async () => {
    const assessed = await district.lake.get(runFiles.results(heldRunId, 0));
    expect(await release()).toMatchObject({ outcome: 'decided', run: { status: 'publishing', publication: 2 } });
    expect([...executions]).toEqual([[`${DAY_3}-1-release`, { runId: RUN, release: true }]]);
    expect(await publishReleased(heldRunId)).toBe('published');

    expect(await visibleRun()).toBe(heldRunId);
    expect(await district.lake.get(runFiles.results(heldRunId, 0))).toEqual(assessed);
    const run = await getRun(heldRunId);
    expect(run).toMatchObject({
      status: 'published',
      release: decisionBy('admin'),
      holds: [{ code: 'guard.tier3Rise', school: 'north' }],
      finishedAt: NOW.toISOString(),
    });
    expect(await readRunLease()).toBeUndefined();
    const changed = (await outbox()).filter(({ detailType }) => detailType === 'Tier Changed');
    expect(changed).toHaveLength(14);
  });

  it('shows what a run that was never held would have shown', async () => {
    await release();
    await publishReleased(heldRunId);
    const seen = await everybody();
    await district.publishEdition(3, ILL, DAY_3);
    expect(await district.run(DAY_3)).toMatchObject({ outcome: 'published' });
    const next = JSON.parse(await everybody());
    expect(next.students.map((each: unknown[]) => [each[0], (each[1] as { tiers: unknown }).tiers])).toEqual(
      JSON.parse(seen).students.map((each: unknown[]) => [each[0], (each[1] as { tiers: unknown }).tiers]),
    );
    expect(await readPublished()).toMatchObject({ publication: 3 });
  });

  it('is released once, however often and by however many it is asked for', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => release(heldRunId, name)));
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(5).fill('decided'));
    const authors = new Set(answers.map((answer) => (answer.outcome === 'decided' ? answer.run.release?.by : '')));
    expect([...authors]).toEqual([(await getRun(heldRunId))?.release?.by]);
    expect(executions.size).toBe(1);
    await publishReleased(heldRunId);
    const seen = await everybody();
    expect(await publishReleased(heldRunId)).toBe('skipped');
    executions.clear();
    expect(await release(heldRunId, 'late')).toMatchObject({ outcome: 'decided', run: { status: 'published' } });
    expect(executions.size).toBe(0);
    expect(await everybody()).toBe(seen);
    expect(await readPublished()).toMatchObject({ publication: 2 });
  });

  it('that was killed at its write is released by asking again', async () => {
    for (const when of ['before', 'after'] as const) {
      expect(await killedAt({ at: 1, when }, () => release())).toBe(true);
      expect((await getRun(heldRunId))?.status).toBe(when === 'before' ? 'held' : 'publishing');
      expect(executions.size).toBe(0);
    }
    await release(heldRunId, 'again');
    expect(executions.size).toBe(1);
    await publishReleased(heldRunId);
    expect(await getRun(heldRunId)).toMatchObject({ status: 'published', publication: 2, release: { by: 'admin' } });
  });

  it('ends the same way whichever write its publishing died at', async () => {
    await release();
    await publishReleased(heldRunId);
    const [seen, events] = [await everybody(), (await outbox()).length];
    let died = true;
    for (let write = 1; died; write += 7) {
      const runId = await heldNight();
      await release(runId);
      died = await killedAt({ at: write, when: write % 2 ? 'before' : 'after' }, () => publishReleased(runId));
      await publishReleased(runId);
      expect(await everybody(), `write ${write}`).toBe(seen);
      expect(await outbox()).toHaveLength(events);
      expect(await getRun(runId)).toMatchObject({ status: 'published' });
    }
  });

  it('goes on although a newer edition has come, which is the next run’s', async () => {
    await district.publishEdition(3, districtRows(MANY), DAY_3);
    expect(await release()).toMatchObject({ outcome: 'decided' });
    await publishReleased(heldRunId);
    expect(await visibleRun()).toBe(heldRunId);
  });

  it('that fails while it is published is taken up by the next run', async () => {
    await release();
    await publishBatch(heldRunId, 0, district.lake, NOW);
    await recordRunFailure({ runId: heldRunId, error: { Error: 'Oh', Cause: '' } }, NOW);
    expect(await getRun(heldRunId)).toMatchObject({ status: 'failed', release: { by: 'admin' } });
    await district.publishEdition(3, districtRows(MANY), DAY_3);
    expect(await district.run(DAY_3)).toMatchObject({ outcome: 'published' });
    expect(JSON.parse(await everybody()).students[0][2][0]).toMatchObject({ tier: 1 });
  });
});

describe('a release is refused', () => {
  it('once a later run was published', async () => {
    await district.publishEdition(3, districtRows(MANY), DAY_3);
    await district.run(DAY_3);
    const seen = await everybody();
    expect(await release()).toEqual({ outcome: 'outdated' });
    expect(await getRun(heldRunId)).toMatchObject({ status: 'held' });
    expect(await everybody()).toBe(seen);
    expect(await readRunLease()).toBeUndefined();
  });

  it('once a later run began to publish and failed: rows have been touched', async () => {
    await district.publishEdition(3, districtRows(MANY), DAY_3);
    const { runId } = await district.run(DAY_3, { stopBefore: 'complete' });
    await recordRunFailure({ runId, error: { Error: 'Oh', Cause: '' } }, morningAfter(DAY_3));
    expect(await release()).toEqual({ outcome: 'outdated' });
  });

  it('while another run is active', async () => {
    await district.publishEdition(3, districtRows(MANY), DAY_3);
    const now = morningAfter(DAY_3);
    await openRun({ scheduledAt: now.toISOString() }, { lake: district.lake, tenant: sampleTenant(), now });
    expect(await release(heldRunId, 'admin', now)).toEqual({ outcome: 'anotherRunIsActive' });
    const later = new Date(now.getTime() + 7 * 3_600_000);
    expect(await release(heldRunId, 'admin', later)).toMatchObject({ outcome: 'decided' });
    expect(await getRun(`${DAY_4}.1`)).toMatchObject({ status: 'failed', failure: { error: 'LeaseExpired' } });
  });

  it('for a run that is not held, or was discarded', async () => {
    expect(await release(await visibleRun())).toEqual({ outcome: 'notHeld' });
    expect(await release('2020-01-01.1')).toEqual({ outcome: 'noRun' });
    await discard();
    expect(await release()).toEqual({ outcome: 'notHeld' });
  });

  it('of the one of two held runs that is asked for second', async () => {
    await district.publishEdition(3, ILL, DAY_3);
    const second = await district.run(DAY_3);
    expect(second.outcome).toBe('held');
    await release();
    await publishReleased(heldRunId);
    expect(await release(second.runId)).toEqual({ outcome: 'outdated' });
  });
});

describe('a run opened while another one is being released', () => {
  it('leaves it alone', async () => {
    await release();
    await district.publishEdition(3, districtRows(MANY), DAY_3);
    const now = new Date(NOW.getTime() + 60_000);
    const opened = await openRun(
      { scheduledAt: now.toISOString() },
      { lake: district.lake, tenant: sampleTenant(), now },
    );
    expect(await getRun(opened.runId)).toMatchObject({ skipped: 'anotherRunIsActive' });
    expect(await publishReleased(heldRunId)).toBe('published');
  });
});

describe('a discarded run', () => {
  it('is closed for good, and says who closed it, when and why', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => discard(heldRunId, name)));
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(3).fill('decided'));
    const run = await getRun(heldRunId);
    expect(run).toMatchObject({ status: 'discarded', discard: { at: NOW.toISOString() } });
    expect(await discard(heldRunId, 'late')).toEqual({ outcome: 'decided', run });
    expect(await openRelease(heldRunId, district.lake, NOW)).toEqual({ runId: heldRunId, outcome: 'skipped' });
  });

  it('or released: of both at once, one holds', async () => {
    const answers = await Promise.all([release(), discard()]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['decided', 'notHeld']);
  });
});

describe('the night’s run', () => {
  it('goes on with the last good edition and says how many drops are held', async () => {
    const receivedAt = new Date(morningAfter(DAY_3).getTime() - 3_600_000).toISOString();
    const drop = { bucket: 'b', objectKey: 'k', etag: 'e', size: 1, kind: 'zip', receivedAt } as const;
    for (const [n, status] of (['held', 'held', 'published', 'discarded'] as const).entries()) {
      const Item = dropItem({ ...drop, dropId: String(n), status });
      await documents.send(new PutCommand({ TableName: process.env['OPERATIONS_TABLE'], Item }));
    }
    await district.publishEdition(3, districtRows(MANY), DAY_3);
    const { runId, outcome } = await district.run(DAY_3);
    expect(outcome).toBe('published');
    expect(await getRun(runId)).toMatchObject({ heldDrops: 2, edition: 3 });
    expect(await getRun(heldRunId)).toMatchObject({ heldDrops: 0 });
  });
});
