import type { StaffId } from '../domain/identity.ts';
import type { StartExecution } from '../runtime/executions.ts';
import { advanceYearEnd, readYearEnd, recordSignOff, type YearEndRecord } from '../store/yearEnds.ts';

export type SignOffOutcome =
  | { readonly outcome: 'signedOff'; readonly year: YearEndRecord }
  | { readonly outcome: 'openExceptions'; readonly open: number }
  | { readonly outcome: 'noYear' | 'notInReview' | 'sealed' };

/**
 * Signs a reviewed year off and starts sealing it; every exception has to be decided. When sealing failed, asking again
 * starts it anew under the first sign-off; while it runs, asking again changes nothing.
 */
export async function signOff(
  schoolYear: number,
  author: { readonly by: StaffId; readonly at: string },
  start: StartExecution<{ readonly schoolYear: number }>,
): Promise<SignOffOutcome> {
  const year = await readYearEnd(schoolYear);
  if (!year) return { outcome: 'noYear' };
  if (year.status === 'sealed') return { outcome: 'sealed' };
  if (year.status === 'inReview') {
    if (year.openExceptions !== 0) return { outcome: 'openExceptions', open: year.openExceptions ?? 0 };
    if (!(await recordSignOff(year, author))) return afterContention(schoolYear);
  } else if (year.status === 'failed' && year.signOff) {
    await advanceYearEnd(year, { status: 'sealing', sealAttempt: (year.sealAttempt ?? 0) + 1 });
  } else if (year.status !== 'sealing') {
    return { outcome: 'notInReview' };
  }
  const sealing = await readYearEnd(schoolYear);
  if (sealing?.status === 'sealing') await start(executionName(sealing), { schoolYear });
  return { outcome: 'signedOff', year: sealing ?? year };
}

/** Somebody else signed off, decided or closed the year anew in the same moment. */
async function afterContention(schoolYear: number): Promise<SignOffOutcome> {
  const year = await readYearEnd(schoolYear);
  return year?.signOff ? { outcome: 'signedOff', year } : { outcome: 'notInReview' };
}

const executionName = (year: YearEndRecord) => `seal-${year.schoolYear}-${year.attempt}-${year.sealAttempt}`;
