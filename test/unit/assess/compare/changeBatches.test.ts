import { describe, expect, it } from 'vitest';
import type { StaffChange } from '../../../../shared/assess/compare/change.ts';
import { ChangeBatches, readChanges, rowsPerBatch } from '../../../../shared/assess/compare/changeBatches.ts';
import { runFiles } from '../../../../shared/assess/run/runFiles.ts';
import type { RunManifest } from '../../../../shared/assess/run/runManifest.ts';
import { staffId, studentId } from '../../../../shared/domain/identity.ts';
import { memoryLake } from '../../../../shared/lake/lake.ts';

const changeOf = (id: number, rows: number): StaffChange => ({
  kind: 'staff',
  sourcedId: staffId(`staff-${id}`),
  assigned: [],
  unassigned: Array.from({ length: rows }, (_, i) => studentId(`s${i}`)),
});

function batchesOf(count: number, rowsEach: number, parts = 1) {
  const changes = new ChangeBatches(rowsPerBatch(parts * count * rowsEach, parts));
  for (let id = 0; id < count; id++) changes.add(changeOf(id, rowsEach));
  return changes.take();
}

describe('batches of changes', () => {
  it('hold every change once, in order, some thousands of rows each', async () => {
    const { batches, totals } = batchesOf(1_000, 7);
    expect(batches).toHaveLength(4);
    expect(totals).toEqual({ rows: 7_000, students: 0, tierChanges: 0 });
    const lake = memoryLake();
    for (const [batch, lines] of batches.entries()) await lake.put(runFiles.changes('r', 1, batch), lines);
    const manifest = { runId: 'r', parts: [{ batches: 0 }, { batches: batches.length }] } as unknown as RunManifest;
    const read = [];
    for (let batch = 0; batch < batches.length; batch++) read.push(...(await readChanges(lake, manifest, batch)));
    expect(read.map(({ kind, ...change }) => [kind, 'sourcedId' in change && change.sourcedId])).toEqual(
      Array.from({ length: 1_000 }, (_, id) => ['staff', `staff-${id}`]),
    );
  });

  it('are at most as many as a map takes, whatever there is to write', () => {
    const parts = 200;
    const { batches, totals } = batchesOf(600, 50, parts);
    expect(totals.rows).toBe(30_000);
    expect(parts * batches.length).toBeGreaterThan(1_000);
    expect(parts * batches.length).toBeLessThanOrEqual(2_000);
  });

  it('are none when nothing changed', () => {
    expect(batchesOf(0, 0).batches).toEqual([]);
  });
});
