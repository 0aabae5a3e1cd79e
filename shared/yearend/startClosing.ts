import type { StaffId } from '../domain/identity.ts';
import type { StartExecution } from '../runtime/executions.ts';
import { readYearEnd, replaceYearEnd, type YearEndRecord } from '../store/yearEnds.ts';

export type ClosingStart =
  | { readonly outcome: 'started'; readonly record: YearEndRecord }
  | { readonly outcome: 'running' }
  | { readonly outcome: 'signedOff' };

/**
 * Starts closing a year. A year in review can be closed anew, on the current edition, until it is signed off; so can
 * one whose closing failed. The execution is named by year and attempt, so that a double start is one; a start that got
 * as far as the record but not to the execution is made good by the next one.
 */
export async function startClosing(
  schoolYear: number,
  requestedBy: StaffId | undefined,
  now: Date,
  start: StartExecution<{ readonly schoolYear: number }>,
): Promise<ClosingStart> {
  const before = await readYearEnd(schoolYear);
  if (before?.status === 'closing') await start(executionName(before), { schoolYear });
  if (before?.status === 'closing' || before?.status === 'auditing') return { outcome: 'running' };
  if (before?.signOff) return { outcome: 'signedOff' };
  const record: YearEndRecord = {
    schoolYear,
    status: 'closing',
    attempt: (before?.attempt ?? 0) + 1,
    requestedAt: now.toISOString(),
    ...(requestedBy !== undefined && { requestedBy }),
  };
  if (!(await replaceYearEnd(record, before))) return { outcome: 'running' };
  await start(executionName(record), { schoolYear });
  return { outcome: 'started', record };
}

const executionName = (record: YearEndRecord) => `close-${record.schoolYear}-${record.attempt}`;
