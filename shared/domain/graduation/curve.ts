import { type Fraction, fraction, larger, smaller, subtract, ZERO } from '../fraction.ts';
import type { Credits } from './credits.ts';
import type { RequirementArea, RequirementPlan } from './plan.ts';

/** How a district's students earn credits over time. */
export interface CreditSchedule {
  readonly creditsPerFullCourse: Credits;
  /** Terms in which credit is given: 2 for semesters. */
  readonly termsPerYear: number;
  /** Terms from first-time ninth grade to graduation, for plans without a curve of their own. */
  readonly terms: number;
  readonly maxCreditsPerTerm: Fraction;
}

/** What is due of a plan after a number of terms since first-time ninth grade. */
export interface DueCredits {
  readonly term: number;
  readonly termsLeft: number;
  readonly total: Fraction;
  /** By area, in the plan's order. */
  readonly areas: readonly Fraction[];
  /** What can still be earned at most: in all, and in one area, where a full course a term is the pace of recovery. */
  readonly room: Fraction;
  readonly roomOfArea: Fraction;
}

/** What is due after `term` terms: by the plan's own curve, else evenly up to the last term; everything from there on. */
export function dueCredits(plan: RequirementPlan, schedule: CreditSchedule, term: number): DueCredits {
  const terms = plan.expectedCredits?.length ?? schedule.terms;
  const reached = Math.min(Math.max(term, 0), terms);
  const total = plan.expectedCredits
    ? fraction(reached === 0 ? 0 : (plan.expectedCredits[reached - 1] ?? plan.totalCredits))
    : fraction(plan.totalCredits * reached, terms);
  const termsLeft = terms - reached;
  const room = times(schedule.maxCreditsPerTerm, termsLeft);
  return {
    term,
    termsLeft,
    total,
    areas: plan.areas.map((area) => dueOfArea(area, plan, total, schedule, termsLeft)),
    room,
    roomOfArea: smaller(room, fraction(schedule.creditsPerFullCourse * termsLeft)),
  };
}

/**
 * An area's share of the curve, but no sooner than its courses must begin when one runs at a time: a two-year language
 * may wait for grade 11, four years of English may not wait at all. Electives run side by side: they have the share.
 */
function dueOfArea(
  area: RequirementArea,
  plan: RequirementPlan,
  total: Fraction,
  { creditsPerFullCourse, termsPerYear }: CreditSchedule,
  termsLeft: number,
): Fraction {
  if (plan.totalCredits === 0) return ZERO;
  const share = {
    numerator: total.numerator * BigInt(area.credits),
    denominator: total.denominator * BigInt(plan.totalCredits),
  };
  if (area.any) return share;
  const later = fraction(creditsPerFullCourse * termsLeft, termsPerYear);
  return smaller(share, larger(ZERO, subtract(fraction(area.credits), later)));
}

const times = ({ numerator, denominator }: Fraction, count: number): Fraction => ({
  numerator: numerator * BigInt(count),
  denominator,
});
