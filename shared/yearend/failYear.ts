import { advanceYearEnd, readYearEnd } from '../store/yearEnds.ts';

const LONGEST_CAUSE = 500;

/**
 * Records that a closing or sealing failed. A year in review or sealed stays as it is: whatever failed was not its
 * execution.
 */
export async function failYear(schoolYear: number, error: string, cause: string): Promise<void> {
  const year = await readYearEnd(schoolYear);
  if (!year) return;
  const { status } = year;
  if (status !== 'closing' && status !== 'auditing' && status !== 'sealing') return;
  const during = status === 'sealing' ? 'sealing' : 'closing';
  await advanceYearEnd(year, { status: 'failed', failure: { during, error, cause: cause.slice(0, LONGEST_CAUSE) } });
}
