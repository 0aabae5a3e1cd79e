import { getJson, type Lake, putJson } from '../../lake/lake.ts';
import type { NumberedRun } from '../../store/publications.ts';
import type { Transition } from '../compare/transitions.ts';
import { runFiles } from './runFiles.ts';

/** A finished object. */
export interface WrittenObject {
  readonly bytes: number;
  /** Hex SHA-256. */
  readonly sha256: string;
}

/** What a publication will change, counted. */
export interface ChangeTotals {
  readonly rows: number;
  readonly students: number;
  readonly tierChanges: number;
}

/** Students whose sourcedIds follow one another, assessed together; how many there are in one never changes. */
export interface PartManifest {
  /** The first student's sourcedId; empty in a part without students. */
  readonly first: string;
  readonly studentCount: number;
  /** A function of the run's inputs alone, byte for byte. */
  readonly results: WrittenObject;
  readonly index: WrittenObject;
  /** Also depends on the run it was compared with: a tier keeps the day since when it is held. */
  readonly students: WrittenObject;
  /** Their tiers, for what is counted of caseloads. */
  readonly tiers: WrittenObject;
  readonly batches: number;
  readonly changes: ChangeTotals;
}

/** What a run has read and written, each by hash. */
export interface RunManifest {
  readonly runId: string;
  readonly asOf: string;
  readonly edition: number;
  /** Hex SHA-256 of each table of the edition that the assessment read. */
  readonly tables: Readonly<Record<string, string>>;
  readonly configurationVersion: string;
  /** Version of the threshold set in force on its as-of day. */
  readonly thresholds: string;
  /** Hex SHA-256 over edition, configuration, as-of day, coverage, threshold sets, overrides and reassignments. */
  readonly inputsHash: string;
  readonly comparedWith?: NumberedRun;
  /** Ascending by sourcedId. */
  readonly parts: readonly PartManifest[];
  readonly staff: WrittenObject;
  /** How many students each member of staff has, by tier. */
  readonly caseloads: WrittenObject;
  readonly studentCount: number;
  /** Those of all parts, of the staff, and announcements that an earlier run left. */
  readonly changes: ChangeTotals & { readonly batches: number };
  readonly transitions: readonly Transition[];
  /**
   * Purges that took a student out of the run's objects since: parts are cut as they were, and `transitions` counts as the
   * night did.
   */
  readonly purged?: readonly string[];
}

export async function readManifest(lake: Lake, runId: string): Promise<RunManifest> {
  const manifest = await getJson(lake, runFiles.manifest(runId));
  if (!manifest) throw new Error(`run ${runId} has no manifest: it was not assessed`);
  return manifest as RunManifest;
}

export async function writeManifest(lake: Lake, manifest: RunManifest): Promise<void> {
  await putJson(lake, runFiles.manifest(manifest.runId), manifest);
}

/** The place of the last of ascending first ids that is not after an id; 0 where all are. */
export function placeAmong(firsts: readonly string[], sourcedId: string): number {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((firsts[middle] ?? '') <= sourcedId) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
