import { describe, expect, it } from 'vitest';
import type { StaffChange } from '../../../shared/assess/change.ts';
import { ChangeBatches, readChanges } from '../../../shared/assess/changeBatches.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import { memoryLake } from '../../../shared/lake/lake.ts';

const changeOf = (id: number, rows: number): StaffChange => ({
  kind: 'staff',
  sourcedId: staffId(`staff-${id}`),
  assigned: [],
  unassigned: Array.from({ length: rows }, (_, i) => studentId(`s${i}`)),
});

async function batchesOf(count: number, rowsEach: number) {
  const lake = memoryLake();
  const batches = new ChangeBatches(lake, 'r', count * rowsEach);
  for (let id = 0; id < count; id++) await batches.add(changeOf(id, rowsEach));
  return { lake, totals: await batches.end() };
}

describe('batches of changes', () => {
  it('hold every change once, in order, some thousands of rows each', async () => {
    const { lake, totals } = await batchesOf(1_000, 7);
    expect(totals).toEqual({ batches: 4, rows: 7_000, students: 0, tierChanges: 0 });
    const read = [];
    for (let batch = 0; batch < totals.batches; batch++) read.push(...(await readChanges(lake, 'r', batch)));
    expect(read.map(({ kind, ...change }) => [kind, 'sourcedId' in change && change.sourcedId])).toEqual(
      Array.from({ length: 1_000 }, (_, id) => ['staff', `staff-${id}`]),
    );
  });

  it('are at most as many as a map takes, whatever there is to write', async () => {
    const { totals } = await batchesOf(6_000, 1_000);
    expect(totals.rows).toBe(6_000_000);
    expect(totals.batches).toBeGreaterThan(1_000);
    expect(totals.batches).toBeLessThanOrEqual(2_000);
  });

  it('are none when nothing changed', async () => {
    expect((await batchesOf(0, 0)).totals.batches).toBe(0);
  });
});
