import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { receiveDrop } from '../../../shared/ingest/receiveDrop.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { morningAfter, nights } from '../assess/nights.ts';
import { DAY_1, DAY_2, STUDENTS } from '../assess/twoNights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { memoryDrops } from '../ingest/district.ts';
import { allItems, approvedPurge, PURGE_ID, runPurge } from './steps.ts';
import { VersionedBucket } from './versionedBucket.ts';

const LOCKED = '2036-07-01T00:00:00.000Z';
const text = (value: string) => new TextEncoder().encode(value);

let engine: DynamoEngine;
let buckets: Record<'lake' | 'drops' | 'archive', VersionedBucket>;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  buckets = { lake: new VersionedBucket(), drops: new VersionedBucket(), archive: new VersionedBucket() };
  const district = nights(buckets.lake);
  await district.publishEdition(1, districtRows(STUDENTS), DAY_1);
  await district.run(DAY_1);
  buckets.drops.write('drops/1.zip', text('a drop'));
  buckets.drops.write('drops/1.zip', undefined);
  buckets.drops.uploads.push('drops/uploads/2.zip');
  buckets.archive.write('year-ends/2026/1/manifest.json', text('{}'), LOCKED);
  buckets.archive.write('year-ends/2020/1/manifest.json', text('{}'));
  await approvedPurge('tenant');
});

describe('a district’s purge', () => {
  it('leaves its record, its marker and its certificate, and what is locked', async () => {
    const { certificate, state } = await runPurge(buckets);
    expect(state).toBe('done');
    const left = Object.values(await allItems())
      .flat()
      .map(({ pk, sk }) => `${pk} ${sk}`);
    expect(left).toEqual([`PURGE#${PURGE_ID} PURGE`, 'PURGED TENANT']);
    expect(Object.keys(buckets.lake.visible())).toEqual([`certificates/${PURGE_ID}.json`]);
    expect([buckets.lake.versionCount(), buckets.drops.versionCount(), buckets.archive.versionCount()]).toEqual([
      1, 0, 1,
    ]);
    expect(buckets.drops.uploads).toEqual([]);
    const removed = Object.fromEntries(certificate!.removed.map((each) => [`${each.place} ${each.what}`, each]));
    expect(removed).toMatchObject({
      'studentTable STUDENT': { items: expect.any(Number) },
      'operationsTable RUN': { items: 1 },
      'drops drops/': { objects: 2 },
      'archive year-ends/': { objects: 1 },
      'lake tables/': { objects: expect.any(Number) },
      'queues messages': { emptied: 1 },
    });
    expect(certificate?.remaining).toContainEqual(expect.objectContaining({ place: 'archive', until: LOCKED }));
  });

  it('goes on where it was when time runs out, and counts what it has removed', async () => {
    const whole = await runPurge(buckets);
    const again = await runPurge(buckets);
    expect(again.certificate).toEqual(whole.certificate);
  });

  it('is followed by nothing: no drop is recorded and no night opened', async () => {
    await runPurge(buckets);
    const now = morningAfter(DAY_2);
    const before = await allItems();
    const drops = memoryDrops(() => now);
    const object = drops.write('drops/2.zip', 'a drop');
    const start = async () => expect.fail('nothing is started');
    await receiveDrop({ bucket: 'drops', ...object }, { drops, now, start });
    const trigger = { scheduledAt: now.toISOString() };
    const { outcome } = await openRun(trigger, { lake: buckets.lake, tenant: sampleTenant(), now });
    expect(outcome).toBe('skipped');
    expect(await allItems()).toEqual(before);
  });
});
