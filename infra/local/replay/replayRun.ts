import { isDeepStrictEqual } from 'node:util';
import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import type { RunInputs } from '../../../shared/assess/run/runInputs.ts';
import { type RunManifest, readManifest } from '../../../shared/assess/run/runManifest.ts';
import { assessDistrict, type Spread } from '../../../shared/assess/shards/assessDistrict.ts';
import { PART_STUDENTS } from '../../../shared/assess/shards/assessPart.ts';
import type { Lake } from '../../../shared/lake/lake.ts';
import { overlayLake } from './overlayLake.ts';
import { CUT_BY_PURGE, purgedDifferences } from './purgedRun.ts';

/** Where a replay is not what the run has written; it names no student. */
export interface Difference {
  /** `results` with their `index`, `students`, `changes`, `staff`, or `manifest`. */
  readonly what: string;
  /** The object's key, which carries numbers alone. */
  readonly object: string;
  /** Counted from 1; absent where an object is missing. */
  readonly line?: number;
  /** Of results and students: which of the district's students, in the order of their sourcedIds, counted from 1. */
  readonly student?: number;
  /** Members that differ: domains of a result, members of the manifest. */
  readonly members?: readonly string[];
}

export interface Replay {
  readonly students: number;
  readonly objects: number;
  readonly bytes: number;
  /** The first one of each object; none when every byte is the same. */
  readonly differences: readonly Difference[];
}

/**
 * Assesses a run again from what it was pinned to, writing nothing, and compares every object with what the run has
 * written; of a run that students were purged from, what it says of everybody else. Throws when the run was not assessed, or
 * what it was pinned to is gone.
 */
export async function replayRun(lake: Lake, pinned: RunInputs, spread: Spread = {}): Promise<Replay> {
  const { runId } = pinned;
  const stored = await readManifest(lake, runId);
  const overlay = overlayLake(lake);
  const replayed = await assessDistrict(overlay, pinned, spread);
  const results = overlay.keys().filter((key) => isResult(key, runId));
  const isPurged = (stored.purged?.length ?? 0) > 0;
  const differences: Difference[] = [];
  let bytes = 0;
  for (const object of results) {
    const [now, before] = [await overlay.get(object), await lake.get(object)];
    bytes += now?.length ?? 0;
    const found = now && !isPurged ? objectDifference(object, runId, before, now) : undefined;
    if (found) differences.push(found);
  }
  if (isPurged) {
    differences.push(...(await purgedDifferences({ lake, manifest: stored }, { lake: overlay, manifest: replayed })));
  }
  const members = differingMembers(stored, replayed).filter((name) => !isPurged || !CUT_BY_PURGE.includes(name));
  if (members.length > 0) differences.push({ what: 'manifest', object: runFiles.manifest(runId), members });
  return { students: replayed.studentCount, objects: results.length, bytes, differences };
}

/** What a shard has done is no result: how many there are makes no difference to those. The manifest is compared by member. */
function isResult(key: string, runId: string): boolean {
  return !key.startsWith(runFiles.shard(runId, 0).replace(/0\.json$/, '')) && key !== runFiles.manifest(runId);
}

function objectDifference(
  object: string,
  runId: string,
  before: Uint8Array | undefined,
  now: Uint8Array,
): Difference | undefined {
  const [folder = '', file = ''] = object.slice(runFiles.manifest(runId).lastIndexOf('/') + 1).split('/');
  const what = file.endsWith('.index.json') ? 'index' : folder.replace(/\..*$/, '');
  if (!before) return { what, object };
  if (Buffer.from(now.buffer, now.byteOffset, now.length).equals(before)) return undefined;
  const [was, is] = [linesOf(before), linesOf(now)];
  const at = is.findIndex((line, index) => line !== was[index]);
  const line = at < 0 ? is.length : at;
  const isOfStudents = what === 'results' || what === 'students';
  const part = Number.parseInt(file, 10);
  return {
    ...{ what, object, line: line + 1 },
    ...(isOfStudents && { student: part * PART_STUDENTS + line + 1 }),
    ...(isOfStudents && what === 'results' && { members: differingDomains(was[line], is[line]) }),
  };
}

const linesOf = (bytes: Uint8Array): readonly string[] => new TextDecoder().decode(bytes).split('\n');

function differingDomains(was = '{}', is = '{}'): readonly string[] {
  const domainsOf = (line: string) => (JSON.parse(line || '{}') as { domains?: object }).domains ?? {};
  return differingMembers(domainsOf(was), domainsOf(is));
}

function differingMembers(was: object | RunManifest, is: object | RunManifest): readonly string[] {
  const [before, now] = [new Map(Object.entries(was)), new Map(Object.entries(is))];
  return [...new Set([...before.keys(), ...now.keys()])].filter(
    (name) => !isDeepStrictEqual(jsonOf(before.get(name)), jsonOf(now.get(name))),
  );
}

/** As it would be stored: members without a value are not there. */
const jsonOf = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
