import { putJson } from '../lake/lake.ts';
import { holdDrop, rejectsKey, updateDrop } from '../store/drops.ts';
import type { DropRecord, DropReport, DropStatus, FileAccount, SchoolAccount } from '../store/entities.ts';
import { dropHeld } from '../store/holdEvents.ts';
import { releaseLease } from '../store/leases.ts';
import { expireSoon, PURGED_TAG } from './consent.ts';
import { type IngestContext, ingestLease } from './context.ts';
import type { Findings } from './findings.ts';
import { isGuard } from './guards.ts';

/** A record has 400 KB at most; the report names every hold. */
const HOLDS_IN_RECORD = 100;

/** What is known of a drop when it is decided. */
export interface DropOutcome {
  readonly findings: Findings;
  readonly files?: readonly FileAccount[];
  readonly schools?: readonly SchoolAccount[];
  readonly setAside?: readonly string[];
}

/**
 * Writes the report of a drop to the lake and answers the record that points to it. Files with answers that nobody has
 * consented to, or that name students who were purged, are marked to expire soon, whatever becomes of the drop.
 */
export async function reported(
  context: Pick<IngestContext, 'lake' | 'drops'>,
  drop: DropRecord,
  { findings, files = [], schools = [], setAside = [] }: DropOutcome,
): Promise<DropRecord> {
  const { dropId } = drop;
  const { holds, diagnostics, counts } = findings;
  const reportKey = `drops/${dropId}/report.json`;
  const report: DropReport = { dropId, files, setAside, holds, schools, diagnostics };
  // An object has one of these tags: what is refused without consent expires as soon.
  await expireSoon(context.drops, drop, findings.namingPurged, PURGED_TAG);
  await expireSoon(context.drops, drop, findings.withoutConsent);
  await putJson(context.lake, reportKey, report);
  await context.lake.putStream(rejectsKey(dropId), findings.rejects, 'text/csv; charset=utf-8');
  return { ...drop, files, setAside, holds: holds.slice(0, HOLDS_IN_RECORD), diagnosticCounts: counts, reportKey };
}

/** Ends a drop that leaves the current state as it is; its report is written before. */
export async function finishDrop(
  context: IngestContext,
  drop: DropRecord,
  status: DropStatus,
  outcome: DropOutcome,
): Promise<void> {
  const to = await reported(context, drop, outcome);
  const finished: DropRecord = { ...to, status, finishedAt: context.clock().toISOString() };
  if (status === 'held') await holdDrop(drop, finished, dropHeld(finished, outcome.findings.holds.every(isGuard)));
  else await updateDrop(drop, finished);
  await releaseLease(ingestLease(drop.dropId));
}
