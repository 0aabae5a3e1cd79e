import { formatDay } from '../calendar/day.ts';
import type { AssessedTier, DomainResult, NotAssessedReason, Reason } from '../tiers/result.ts';
import { signatureOf, withoutGrowingDays } from '../tiers/signature.ts';
import type { AttendanceContext } from './context.ts';
import { isExited } from './enrolledSpans.ts';
import { figureReasons } from './figures.ts';
import { notices } from './notices.ts';
import { attendancePatterns } from './patterns/patterns.ts';
import { decidingReasons, heldReason, periodReasons } from './reasons.ts';
import type { AttendanceRecord } from './record.ts';
import { schoolReasons } from './schoolReasons.ts';
import { lastStanding } from './standing.ts';
import { heldTier } from './stepDown.ts';
import { type AttendanceTally, tallyAttendance } from './tally.ts';
import { tierOf } from './tierOf.ts';
import { transferDays } from './transferDays.ts';

/**
 * A student's attendance tier as of the last closed day of a run, with everything that explains it. A function of its
 * arguments alone: the same record, in whatever order its rows come, gives the same bytes.
 */
export function assessAttendance(record: AttendanceRecord, context: AttendanceContext): DomainResult {
  const everywhere = tallyAttendance(record, context);
  const tally = ofTheTier(everywhere, record, context);
  const transfers = context.settings.countTransferDays ? transferDays(record.enrollments, context) : [];
  const standing = context.attendanceReceived ? lastStanding(tally, transfers) : undefined;
  if (standing === undefined) {
    const flags = isExited(record.enrollments, context) ? ['exited'] : [];
    const beside = [...schoolReasons(everywhere, tally), ...figureReasons(everywhere)];
    return finish('notAssessed', [{ code: nothingCounted(tally, context) }, ...beside], flags, undefined, context);
  }
  const computed = tierOf(standing, context.cutPoints);
  const held = computed === 'notAssessed' ? undefined : heldTier(tally, transfers, computed, context.cutPoints);
  const reasons: Reason[] = [];
  const flags: string[] = [];
  addAll(reasons, decidingReasons(tally, standing, context));
  if (held !== undefined) {
    flags.push('stepDownHeld');
    reasons.push(heldReason(held, context.cutPoints));
  }
  for (const { flag, reason } of notices(record, { tally, everywhere }, standing, context)) {
    flags.push(flag);
    if (reason !== undefined) reasons.push(reason);
  }
  addAll(reasons, periodReasons(tally, context));
  addAll(reasons, schoolReasons(everywhere, tally));
  addAll(reasons, attendancePatterns(tally, context.cutPoints));
  addAll(reasons, figureReasons(everywhere));
  return finish(held?.tier ?? computed, reasons, flags, formatDay(standing.day), context);
}

/** Spreading lists that are empty mostly takes longer than making them. */
function addAll(reasons: Reason[], more: readonly Reason[]): void {
  for (const reason of more) reasons.push(reason);
}

/** The days the tier is made of: all of the year's, or those at the student's last school where the district says so. */
function ofTheTier(everywhere: AttendanceTally, record: AttendanceRecord, context: AttendanceContext): AttendanceTally {
  if (context.settings.previousSchoolDays === 'kept') return everywhere;
  const last = everywhere.counted.enrolled.at(-1);
  if (last === undefined) return everywhere;
  const changed = everywhere.counted.enrolled.some(({ school }) => school !== last.school);
  return changed ? tallyAttendance(record, context, last.school) : everywhere;
}

/** Why not a single day counts. Missing data is never tier 1. */
function nothingCounted({ counted }: AttendanceTally, context: AttendanceContext): NotAssessedReason {
  if (counted.enrolled.length === 0) return 'notEnrolled';
  if (!context.attendanceReceived) return 'noData';
  const known = counted.spans.length === counted.enrolled.length;
  const beforeFirstDay = known && counted.spans.every(({ uncovered, notTaken }) => uncovered + notTaken === 0);
  return beforeFirstDay ? 'tooFewDays' : 'noCoverage';
}

function finish(
  tier: AssessedTier,
  reasons: readonly Reason[],
  flags: readonly string[],
  asOf: string | undefined,
  { cutPoints }: AttendanceContext,
): DomainResult {
  const sorted = flags.length < 2 ? flags : [...new Set(flags)].sort();
  const thresholds = cutPoints.version;
  const signature = signatureOf({ tier, reasons, flags: sorted, thresholds }, withoutGrowingDays);
  return asOf === undefined
    ? { tier, reasons, flags: sorted, thresholds, signature }
    : { tier, reasons, flags: sorted, asOf, thresholds, signature };
}
