import type { DropRecord, RunRecord } from '../../store/entities.ts';

/** A drop as lists show it. */
export const dropRowOf = (drop: DropRecord) => ({ ...dropFields(drop), holds: drop.holds?.length ?? 0 });

export function dropFields(drop: DropRecord) {
  const { dropId, objectKey, kind, size, status, receivedAt, generatedAt, finishedAt, edition, release, discard } =
    drop;
  return { dropId, objectKey, kind, size, status, receivedAt, generatedAt, finishedAt, edition, release, discard };
}

/** A run as lists show it. */
export function runFields(run: RunRecord) {
  const { runId, date, attempt, status, startedAt, finishedAt, edition, configurationVersion, thresholds, asOf } = run;
  const { students, changed, tierChanges, skipped, heldDrops, release, discard } = run;
  return {
    ...{ runId, date, attempt, status, startedAt, finishedAt, edition, configurationVersion, thresholds, asOf },
    ...{ students, changed, tierChanges, skipped, heldDrops, release, discard },
  };
}
