import { formatDay } from '../calendar/day.ts';
import { compare, fraction } from '../fraction.ts';
import type { DomainResult, Reason, Tier } from '../tiers/result.ts';
import { signatureOf } from '../tiers/signature.ts';
import { tierBehind } from './behind.ts';
import { afterRunning } from './notYetDue.ts';
import { termsDue } from './postedTerms.ts';
import type { CreditProgress } from './progress.ts';
import {
  areaReason,
  coursesNotPassed,
  doesNotFit,
  earnedReason,
  noticesOf,
  plannedCredits,
  runningCredits,
} from './reasons.ts';
import type { GraduationRecord, SpanOf } from './record.ts';
import type { DuePoint, GraduationStandard } from './standard.ts';

export interface GraduationContext {
  /** The school year of the as-of day, named by the year in which it ends. */
  readonly schoolYear: number;
  readonly spanOf: SpanOf;
}

/** A reason and the tier it makes by itself. */
export interface Verdict {
  readonly tier: Tier;
  readonly reason: Reason;
}

/**
 * A student's graduation tier: credits earned against what the plan asks for after the terms since first-time ninth grade
 * that have posted. The grade the SIS gives does not enter: a repeater is behind. Undefined when nothing is due yet, or
 * no transcript has come: neither is on track.
 */
export function assessGraduation(
  record: GraduationRecord,
  standard: GraduationStandard,
  context: GraduationContext,
): DomainResult | undefined {
  const { schedule, version } = standard;
  const began = Math.min(...record.firstNinthGradeYears);
  const terms = termsDue(began, context.schoolYear, record.posted, schedule.termsPerYear);
  if (terms <= 0 || record.attempts.length === 0) return undefined;
  const progress = standard.progress.of(record.attempts);
  const due = afterRunning(standard.dueAfter(terms), progress.inProgress, record, standard, context);
  const verdicts = verdictsOf(progress, due, standard);
  const tier = verdicts.reduce<Tier>((highest, each) => (each.tier > highest ? each.tier : highest), 1);
  const deciding = verdicts.filter((each) => each.tier === tier);
  const beside = verdicts.filter((each) => each.tier !== tier);
  const reasons = [...deciding, ...beside].map(({ reason }) => reason);
  if (tier > 1) reasons.push(...coursesNotPassed(record.attempts, progress, standard));
  reasons.push(...runningCredits(progress, record, standard), ...plannedCredits(progress, record));
  reasons.push(...noticesOf(record, progress, { began, schoolYear: context.schoolYear }));
  const flags = record.exited ? EXITED : NONE;
  const result = { tier, reasons, flags, asOf: formatDay(record.day), thresholds: version };
  return { ...result, signature: signatureOf(result) };
}

const EXITED: readonly string[] = ['exited'];
const NONE: readonly string[] = [];

/** Total first, then areas that are behind, then what no longer fits. */
function verdictsOf(progress: CreditProgress, due: DuePoint, standard: GraduationStandard): readonly Verdict[] {
  const total = tierBehind(progress.earned, due.limits);
  const verdicts: Verdict[] = [{ tier: total, reason: earnedReason(progress, due, standard, total) }];
  const { plan, areasDecide } = standard;
  for (const [index, area] of plan.areas.entries()) {
    const limits = due.areaLimits[index];
    const earned = (progress.areas[index] ?? 0) + progress.unclassified;
    if (area.any || limits === undefined || earned > limits.tier2) continue;
    const tier = tierBehind(earned, limits);
    verdicts.push({ tier: areasDecide ? tier : 1, reason: areaReason(progress, due, standard, index, tier) });
  }
  return [...verdicts, ...misfits(progress, due, standard)];
}

/** Areas, and the plan as a whole, of which more is missing than the terms left can bring. */
function misfits(progress: CreditProgress, due: DuePoint, { plan }: GraduationStandard): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  let missingInAreas = -progress.unclassified;
  for (const [index, area] of plan.areas.entries()) {
    const missing = Math.max(0, area.credits - (progress.areas[index] ?? 0));
    missingInAreas += missing;
    const needed = missing - progress.unclassified;
    const room = area.any ? due.room : due.roomOfArea;
    if (needed <= 0 || compare(fraction(needed), room) <= 0) continue;
    verdicts.push({ tier: 3, reason: doesNotFit('areaDoesNotFit', needed, room, due, plan, area) });
  }
  const needed = Math.max(plan.totalCredits - progress.earned, missingInAreas);
  if (needed > 0 && compare(fraction(needed), due.room) > 0)
    verdicts.push({ tier: 3, reason: doesNotFit('creditsDoNotFit', needed, due.room, due, plan) });
  return verdicts;
}
