import { type Day, formatDay } from '../calendar/day.ts';
import { type JudgedDay, judgedDay } from '../tiers/judgedDay.ts';
import type { AssessedTier, DomainResult, Reason } from '../tiers/result.ts';
import { signatureOf } from '../tiers/signature.ts';
import type { BehaviorContext } from './context.ts';
import { measuresOf, tierOf } from './measures.ts';
import { heldReason, measureReasons, minorReasons, openQuestions, recentReason } from './reasons.ts';
import type { BehaviorRecord, IncidentRow } from './record.ts';
import { lastSchoolDays, windowStart } from './schoolDays.ts';
import { heldTier } from './stepDown.ts';
import { inOrder, tallyIncidents } from './tally.ts';

/**
 * A student's behavior tier as of the last closed day of a run, with everything that explains it. Only rows in which the
 * student took part as perpetrator count, and nothing of the others shows. A function of its arguments alone: the same
 * rows in whatever order give the same bytes.
 */
export function assessBehavior({ enrollments, rows }: BehaviorRecord, context: BehaviorContext): DomainResult {
  const judged = judgedDay(enrollments, context);
  if (judged === undefined) return finish('notAssessed', [{ code: 'notEnrolled' }], [], context);
  if (!context.incidentsReceived) {
    return finish('notAssessed', [{ code: 'noData' }], judged.exited ? ['exited'] : [], context);
  }
  const { cutPoints, schoolYear } = context;
  const ofYear = inOrder(rows.filter(({ day }) => day >= schoolYear.first && day <= judged.day));
  const counted = ofYear.filter(({ participation }) => participation === 'Perpetrator');
  const schoolDays = counted.length === 0 ? [] : lastSchoolDays(enrollments, judged.day, daysNeeded(context), context);
  const from = firstDay(schoolDays, cutPoints.windowSchoolDays, schoolYear.first);
  const tally = tallyIncidents(counted, from, judged.day);
  const measures = measuresOf(tally, cutPoints);
  const computed = tierOf(measures);
  const held = heldTier(counted, schoolDays, computed, context);
  const open = openQuestions(
    counted,
    ofYear.filter(({ participation }) => participation === undefined),
  );
  const reasons = [
    ...measureReasons(measures, tally, cutPoints),
    ...(held ? [heldReason(held, cutPoints)] : []),
    ...minorReasons(tally),
    ...recent(counted, schoolDays, judged.day, context),
    ...open,
  ];
  const flags = open.flatMap(({ code }) => (code === 'actionTypeUnknown' ? [] : [code]));
  if (held) flags.push('stepDownHeld');
  if (judged.exited) flags.push('exited');
  return finish(held?.tier ?? computed, reasons, flags.sort(), context, judged);
}

/** The last school days that any question is about: those beside the year's, or a window as of the first of the step-down. */
function daysNeeded({ cutPoints: { recentSchoolDays, windowSchoolDays, stepDownDays } }: BehaviorContext): number {
  return Math.max(recentSchoolDays, windowSchoolDays === undefined ? 0 : windowSchoolDays + stepDownDays);
}

/** The first day of the last `count` school days; of the school year where that few have passed, or none is asked for. */
const firstDay = (schoolDays: readonly Day[], count: number | undefined, yearBegins: Day): Day =>
  count === undefined ? yearBegins : (windowStart(schoolDays, schoolDays.length - 1, count) ?? yearBegins);

/** Nothing where no calendar tells school days: calendar days are no substitute. */
function recent(
  counted: readonly IncidentRow[],
  schoolDays: readonly Day[],
  to: Day,
  { cutPoints, schoolYear }: BehaviorContext,
): readonly Reason[] {
  if (schoolDays.length === 0) return [];
  const { recentSchoolDays } = cutPoints;
  const from = firstDay(schoolDays, recentSchoolDays, schoolYear.first);
  return [recentReason(counted, from, to, Math.min(recentSchoolDays, schoolDays.length))];
}

function finish(
  tier: AssessedTier,
  reasons: readonly Reason[],
  flags: readonly string[],
  { cutPoints }: BehaviorContext,
  judged?: JudgedDay,
): DomainResult {
  const thresholds = cutPoints.version;
  const result = judged
    ? { tier, reasons, flags, asOf: formatDay(judged.day), thresholds }
    : { tier, reasons, flags, thresholds };
  return { ...result, signature: signatureOf(result) };
}
