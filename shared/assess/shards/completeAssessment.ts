import type { Lake } from '../../lake/lake.ts';
import { loadEdition } from '../../lake/reader.ts';
import { addedUp } from '../compare/transitions.ts';
import { writeNames } from '../names/writeNames.ts';
import { inputsHashOf, type RunInputs, thresholdsOfRun } from '../run/runInputs.ts';
import { type ChangeTotals, type RunManifest, writeManifest } from '../run/runManifest.ts';
import { writeCaseloads } from '../staff/caseloadCounts.ts';
import { readShard, type ShardManifest } from './assessShard.ts';
import { hashesOf } from './pinnedDistrict.ts';

/** Joins what the shards of a run have written; with its manifest the run is assessed. */
export async function completeAssessment(lake: Lake, pinned: RunInputs, shards: number): Promise<RunManifest> {
  const read: ShardManifest[] = [];
  for (let shard = 0; shard < shards; shard++) read.push(await readShard(lake, pinned.runId, shard));
  const staff = read[0]?.staff;
  if (!staff) throw new Error(`run ${pinned.runId} has no staff: its first shard was not assessed`);
  const edition = await loadEdition(lake, pinned.edition);
  const parts = read.flatMap((shard) => shard.parts);
  const totals = [...parts.map(({ changes }) => changes), staff.changes].reduce(plus);
  await writeNames(lake, pinned.runId, parts.length);
  const manifest: RunManifest = {
    runId: pinned.runId,
    asOf: pinned.asOf,
    edition: edition.number,
    tables: hashesOf(edition),
    configurationVersion: pinned.configurationVersion,
    thresholds: (await thresholdsOfRun(lake, pinned)).version,
    inputsHash: inputsHashOf(pinned),
    ...(pinned.comparedWith && { comparedWith: pinned.comparedWith }),
    parts,
    staff: staff.staff,
    caseloads: await writeCaseloads(lake, pinned.runId, parts.length),
    studentCount: parts.reduce((sum, { studentCount }) => sum + studentCount, 0),
    changes: { ...totals, batches: parts.reduce((sum, { batches }) => sum + batches, staff.batches) },
    transitions: addedUp(read.flatMap(({ transitions }) => transitions)),
  };
  await writeManifest(lake, manifest);
  return manifest;
}

const plus = (a: ChangeTotals, b: ChangeTotals): ChangeTotals => ({
  rows: a.rows + b.rows,
  students: a.students + b.students,
  tierChanges: a.tierChanges + b.tierChanges,
});
