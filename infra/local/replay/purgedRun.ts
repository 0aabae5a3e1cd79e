import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import type { RunManifest } from '../../../shared/assess/run/runManifest.ts';
import type { Lake } from '../../../shared/lake/lake.ts';
import type { Difference } from './replayRun.ts';

/**
 * Members of the manifest that a purge leaves as they were, or that tell how a run is cut: what it counted of a night it
 * still counts, and a replay counts those who are left.
 */
export const CUT_BY_PURGE: readonly string[] = ['parts', 'changes', 'transitions', 'caseloads', 'purged'];

type Key = (part: number) => string;

/**
 * Compares a run that students were purged from with its replay: what both say of everybody else, line by line. A replay
 * cuts parts anew, so objects are compared joined; indexes follow from them.
 */
export async function purgedDifferences(
  stored: { readonly lake: Lake; readonly manifest: RunManifest },
  replayed: { readonly lake: Lake; readonly manifest: RunManifest },
): Promise<readonly Difference[]> {
  const { runId } = stored.manifest;
  const kinds: readonly (readonly [what: string, key: Key])[] = [
    ['results', (part) => runFiles.results(runId, part)],
    ['students', (part) => runFiles.students(runId, part)],
    ['tiers', (part) => runFiles.tiers(runId, part)],
    ['names', (part) => runFiles.partNames(runId, part)],
  ];
  const differences: Difference[] = [];
  for (const [what, key] of kinds) {
    const [was, is] = [await linesOf(stored, key), await linesOf(replayed, key)];
    differences.push(...differenceOf(what, key(0), was, is));
  }
  const [was, is] = [await changesOf(stored), await changesOf(replayed)];
  differences.push(...differenceOf('changes', runFiles.changes(runId, 0, 0), was, is));
  const staff = runFiles.staff(runId);
  const [staffWas, staffIs] = [await textOf(stored.lake, staff), await textOf(replayed.lake, staff)];
  return [...differences, ...differenceOf('staff', staff, staffWas, staffIs)];
}

interface Run {
  readonly lake: Lake;
  readonly manifest: RunManifest;
}

async function linesOf({ lake, manifest }: Run, key: Key): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const part of manifest.parts.keys()) lines.push(...(await textOf(lake, key(part))));
  return lines;
}

/** Changes by part, then those of staff; how they are cut into batches says nothing. */
async function changesOf({ lake, manifest }: Run): Promise<readonly string[]> {
  const { runId, parts, changes } = manifest;
  const lines: string[] = [];
  for (const [part, { batches }] of parts.entries()) {
    for (let batch = 0; batch < batches; batch++)
      lines.push(...(await textOf(lake, runFiles.changes(runId, part, batch))));
  }
  const others = changes.batches - parts.reduce((sum, { batches }) => sum + batches, 0);
  for (let batch = 0; batch < others; batch++) lines.push(...(await textOf(lake, runFiles.otherChanges(runId, batch))));
  return lines;
}

async function textOf(lake: Lake, key: string): Promise<readonly string[]> {
  const bytes = await lake.get(key);
  const lines = bytes ? new TextDecoder().decode(bytes).split('\n') : [];
  return lines.filter((line) => line !== '');
}

function differenceOf(
  what: string,
  object: string,
  was: readonly string[],
  is: readonly string[],
): readonly Difference[] {
  const at = is.findIndex((line, index) => line !== was[index]);
  if (at < 0 && was.length === is.length) return [];
  return [{ what, object, line: (at < 0 ? is.length : at) + 1 }];
}
