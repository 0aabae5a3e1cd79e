import type { GraduationStatus } from '../domain/graduation/audit.ts';
import { membersOf } from '../store/graduationRecords.ts';
import { advanceYearEnd, readYearEnd } from '../store/yearEnds.ts';
import { YearEndError } from './yearEndError.ts';

/**
 * Last step of a closing: counts the statuses and opens the review. Does nothing when the review is open already.
 * Throws `YearEndError` when a student of the class has no record, or the year is not being audited.
 */
export async function completeAudit(schoolYear: number): Promise<void> {
  const year = await readYearEnd(schoolYear);
  if (year?.status === 'inReview') return;
  if (year?.status !== 'auditing') throw new YearEndError('notClosing');
  const counts: Record<GraduationStatus, number> = { requirementsMet: 0, requirementsNotMet: 0, needsReview: 0 };
  let openExceptions = 0;
  let students = 0;
  for await (const member of membersOf(schoolYear, year.attempt)) {
    counts[member.status] += 1;
    students += 1;
    if (member.open) openExceptions += 1;
  }
  if (students !== year.students) throw new YearEndError('incomplete');
  await advanceYearEnd(year, { status: 'inReview', counts, openExceptions });
}
