import { configurationOf, type RunInputs } from '../assess/run/runInputs.ts';
import { renewedRun } from '../assess/run/runLease.ts';
import { getJson, type Lake, putJson } from '../lake/lake.ts';
import { getRun, readPinned } from '../store/runs.ts';
import { RECORD_LISTS, recordFiles } from './recordFiles.ts';
import { writeRecords } from './write/writeRecords.ts';

export interface RecordedRun {
  readonly edition: number;
  readonly outcome: 'written' | 'unchanged';
  readonly students: number;
  /** Editions whose records were taken away. */
  readonly retired: number;
}

/**
 * Writes the records of the edition that a run is about to publish: 1. only while the run has its lease, 2. note the
 * edition among those that have records, 3. write them unless it has them, 4. take away those of editions before the
 * published one, which no reader asks for any more.
 */
export async function recordRun(runId: string, lake: Lake, now: Date): Promise<RecordedRun> {
  await renewedRun(runId, ['publishing', 'published'], now);
  const pinned = (await readPinned(runId)) as RunInputs;
  const { schoolYear } = await configurationOf(lake, pinned.configurationVersion);
  await noteEdition(lake, pinned.edition);
  const { manifest, outcome } = await writeRecords(lake, pinned.edition, schoolYear.startsOn);
  const published = pinned.comparedWith && (await getRun(pinned.comparedWith.runId));
  const retired = await retireBefore(lake, Math.min(published?.edition ?? 0, pinned.edition));
  return { edition: pinned.edition, outcome, students: manifest.studentCount, retired };
}

async function editionsWithRecords(lake: Lake): Promise<readonly number[]> {
  return ((await getJson(lake, recordFiles.editions)) ?? []) as readonly number[];
}

/** Before its objects are written: what an abandoned run has left is found again. */
async function noteEdition(lake: Lake, edition: number): Promise<void> {
  const known = await editionsWithRecords(lake);
  if (!known.includes(edition))
    await putJson(
      lake,
      recordFiles.editions,
      [...known, edition].sort((a, b) => a - b),
    );
}

/** Runs are of ever later editions: those before one that was published are never published again. */
async function retireBefore(lake: Lake, edition: number): Promise<number> {
  const known = await editionsWithRecords(lake);
  const old = known.filter((each) => each < edition);
  for (const each of old) await retire(lake, each);
  if (old.length > 0)
    await putJson(
      lake,
      recordFiles.editions,
      known.filter((each) => each >= edition),
    );
  return old.length;
}

/**
 * Writes nothing over the objects of an edition's records, whether they were finished or not, the manifest last: the bucket
 * deletes what was written over after a month, and no function may delete.
 */
async function retire(lake: Lake, edition: number): Promise<void> {
  for (const list of RECORD_LISTS) {
    for (let part = 0; await lake.get(recordFiles.index(edition, list, part)); part++) {
      await lake.put(recordFiles.part(edition, list, part), new Uint8Array(0));
      await putJson(lake, recordFiles.index(edition, list, part), null);
    }
  }
  await putJson(lake, recordFiles.manifest(edition), null);
}
