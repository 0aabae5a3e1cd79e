import { describe, expect, it } from 'vitest';
import { guardianId, studentId } from '../../../shared/domain/identity.ts';
import { memoryLake } from '../../../shared/lake/lake.ts';
import type { PurgeBucket } from '../../../shared/purge/bucket.ts';
import { recordChanges } from '../../../shared/purge/recordChanges.ts';
import { readGuardian, readStudentRecord } from '../../../shared/records/readStudentRecord.ts';
import { writeRecords } from '../../../shared/records/write/writeRecords.ts';
import { STARTS_ON, storeRows } from './recordDistrict.ts';

const IDS = Array.from({ length: 2_005 }, (_, place) => `s${String(place).padStart(4, '0')}`);
const TODAY = '2026-10-01';

/** Two thousand and five students, each with a guardian of their own and all with one more. */
async function district() {
  const lake = memoryLake();
  await storeRows(lake, 1, {
    users: [
      ...IDS.map((sourcedId) => ({ sourcedId, role: 'student', agentSourcedIds: `g-${sourcedId},everybody` })),
      ...['everybody', ...IDS.map((id) => `g-${id}`)].map((sourcedId) => ({ sourcedId, role: 'guardian' })),
    ],
  });
  await writeRecords(lake, 1, STARTS_ON);
  const bucket = { get: lake.get } as Partial<PurgeBucket> as PurgeBucket;
  const purge = async (id: string) => {
    for await (const { key, bytes } of recordChanges(bucket, 1, id)) if (bytes) await lake.put(key, bytes);
  };
  const has = async (id: string) => (await readStudentRecord(lake, 1, studentId(id))) !== undefined;
  const childrenOf = async (id: string) => (await readGuardian(lake, 1, guardianId(id), TODAY)).length;
  return { lake, purge, has, childrenOf };
}

describe('records that a purge has gone through', () => {
  it.each(['s0000', 's0016', 's1999', 's2000', 's2004'])('do not have %s any more, and everybody else', async (id) => {
    const { purge, has, childrenOf } = await district();
    expect([await has(id), await childrenOf(`g-${id}`), await childrenOf('everybody')]).toEqual([true, 1, 2_005]);
    await purge(id);
    expect([await has(id), await childrenOf(`g-${id}`), await childrenOf('everybody')]).toEqual([false, 0, 2_004]);
    for (const other of ['s0000', 's0001', 's0015', 's0016', 's0017', 's1998', 's1999', 's2000', 's2001', 's2004']) {
      if (other !== id) expect([await has(other), await childrenOf(`g-${other}`)], other).toEqual([true, 1]);
    }
  });

  it.each([
    ['was written over with nothing', (key: string) => key.endsWith('manifest.json')],
    ['was never finished', (key: string) => !key.endsWith('manifest.json')],
  ])('are deleted with all their versions where the edition %s', async (_, isLeft) => {
    const { lake } = await district();
    const keys = lake.keys().filter((key) => key.startsWith('records/1/') && isLeft(key));
    const version = (key: string) => ({ key, versionId: 'v', isLatest: false, isMarker: false, bytes: 1 });
    const bucket = {
      get: async () => (isLeft('manifest.json') ? new TextEncoder().encode('null') : undefined),
      async *list() {
        yield keys.flatMap((key) => [version(key), version(key)]);
      },
    } as Partial<PurgeBucket> as PurgeBucket;
    const changed: [string, Uint8Array | undefined][] = [];
    for await (const { key, bytes } of recordChanges(bucket, 1, 's0001')) changed.push([key, bytes]);
    expect(changed).toEqual(keys.map((key) => [key, undefined]));
  });
});
