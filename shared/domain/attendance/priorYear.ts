import type { DomainResult } from '../tiers/result.ts';
import { signatureOf, withoutGrowingDays } from '../tiers/signature.ts';
import type { AttendanceContext } from './context.ts';
import { reaches } from './cutPoints.ts';
import { formatDays, formatShare } from './dayTotal.ts';
import { evidenceOfAbsence, withEvidence } from './evidence.ts';
import type { AttendanceRecord } from './record.ts';
import { lastStanding } from './standing.ts';
import { tallyAttendance } from './tally.ts';
import { basisOf } from './tierOf.ts';
import { transferDays } from './transferDays.ts';

/** Whether a result lacks nothing but enrolled days, of a student who is still there. */
export const hasTooFewDays = ({ tier, reasons, flags }: DomainResult): boolean =>
  tier === 'notAssessed' && reasons[0]?.code === 'tooFewDays' && !flags.includes('exited');

/**
 * The result of a student who has too few enrolled days this year, with the tier of last year's share of days missed at
 * all schools: 2 from this year's tier 2 cut on, never 3, else 1. It says so (`lastYearRate`, flag `priorYear`).
 * @param record, context last year's, as of its last day, with this year's cut points
 * @param schoolYear last year's name
 * @returns `thin` itself where last year's days are too few for a share
 */
export function byPriorYear(
  thin: DomainResult,
  record: AttendanceRecord,
  context: AttendanceContext,
  schoolYear: number,
): DomainResult {
  const { settings, cutPoints } = context;
  const tally = tallyAttendance(record, context);
  const standing = lastStanding(tally, settings.countTransferDays ? transferDays(record.enrollments, context) : []);
  if (standing === undefined || basisOf(standing, cutPoints) !== 'absenceRate') return thin;
  const { missed, enrolled } = standing;
  const detail = { rule: settings.partialDayRule, missed: formatDays(missed), tier: 2, schoolYear };
  const value = formatShare(missed, enrolled);
  const reason = withEvidence(
    { code: 'lastYearRate', value, cutPoint: cutPoints.tier2.text, detail },
    evidenceOfAbsence(tally),
  );
  const { signature: _, ...rest } = thin;
  const result = {
    ...rest,
    tier: reaches(missed, enrolled, cutPoints.tier2) ? (2 as const) : (1 as const),
    reasons: [reason, ...thin.reasons],
    flags: [...thin.flags, 'priorYear'].sort(),
  };
  return { ...result, signature: signatureOf(result, withoutGrowingDays) };
}
