import { getJson, type Lake, putJson } from '../lake/lake.ts';
import type { NumberedRun } from '../store/publications.ts';
import type { BatchTotals } from './changeBatches.ts';
import type { WrittenObject } from './objectWriter.ts';
import { runFiles } from './runFiles.ts';
import type { Transition } from './transitions.ts';

/** What a run has read and written, each by hash. */
export interface RunManifest {
  readonly runId: string;
  readonly asOf: string;
  readonly edition: number;
  /** Hex SHA-256 of each table of the edition that the assessment read. */
  readonly tables: Readonly<Record<string, string>>;
  readonly configurationVersion: string;
  /** Hex SHA-256 over edition, configuration, as-of day and coverage. */
  readonly inputsHash: string;
  readonly comparedWith?: NumberedRun;
  /** A function of the inputs above alone, byte for byte. */
  readonly results: WrittenObject;
  readonly index: WrittenObject;
  /** These two also depend on the run it was compared with: a tier keeps the day since when it is held. */
  readonly students: WrittenObject;
  readonly staff: WrittenObject;
  readonly studentCount: number;
  readonly changes: BatchTotals;
  readonly transitions: readonly Transition[];
}

export async function readManifest(lake: Lake, runId: string): Promise<RunManifest> {
  const manifest = await getJson(lake, runFiles.manifest(runId));
  if (!manifest) throw new Error(`run ${runId} has no manifest: it was not assessed`);
  return manifest as RunManifest;
}

export async function writeManifest(lake: Lake, manifest: RunManifest): Promise<void> {
  await putJson(lake, runFiles.manifest(manifest.runId), manifest);
}
