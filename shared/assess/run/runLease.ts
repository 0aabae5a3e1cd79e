import type { RunRecord, RunStatus } from '../../store/entities.ts';
import { getRun, type RunLease, readRunLease, renewRunLease } from '../../store/runs.ts';

/** From opening or from the last step that renewed it: the batches of a first publication fit in many times over. */
const LEASE_MS = 6 * 60 * 60 * 1000;
/** No function runs longer: who begins before this last part of the lease has ended before it is taken over. */
const LONGEST_STEP_MS = 15 * 60 * 1000;

/** The run was taken over, has ended, or is at another step: nothing may be written for it any more. */
export class RunSuperseded extends Error {
  override readonly name = 'RunSuperseded';
}

export function leaseOf(runId: string, now: Date): RunLease {
  return { runId, expiresAt: new Date(now.getTime() + LEASE_MS).toISOString() };
}

/** The run of a step, when it may go on: it has the lease for as long as a step can last, and one of these statuses. */
export async function activeRun(runId: string, expected: readonly RunStatus[], now: Date): Promise<RunRecord> {
  const [run, lease] = await Promise.all([getRun(runId), readRunLease()]);
  if (!run || !expected.includes(run.status)) throw new RunSuperseded(`run ${runId} is not ${expected.join(' or ')}`);
  const until = new Date(now.getTime() + LONGEST_STEP_MS).toISOString();
  if (lease?.runId !== runId || lease.expiresAt <= until) throw new RunSuperseded(`run ${runId} has lost its lease`);
  return run;
}

/** The same for a step that may also prolong the lease. */
export async function renewedRun(runId: string, expected: readonly RunStatus[], now: Date): Promise<RunRecord> {
  const run = await activeRun(runId, expected, now);
  if (!(await renewRunLease(leaseOf(runId, now)))) throw new RunSuperseded(`run ${runId} has lost its lease`);
  return run;
}
