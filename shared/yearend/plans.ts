import { fraction } from '../domain/fraction.ts';
import type { CountingRules } from '../domain/graduation/attempts.ts';
import { type Credits, parseCredits } from '../domain/graduation/credits.ts';
import type { CreditSchedule } from '../domain/graduation/curve.ts';
import type { RequirementPlan } from '../domain/graduation/plan.ts';
import type { GraduationSettings } from '../tenant/graduation.ts';

/** A plan of the tenant file as the rules take it; undefined when the file has none of that id. */
export function planOf(settings: GraduationSettings, id: string): RequirementPlan | undefined {
  const plan = settings.plans.find((each) => each.id === id);
  if (!plan) return undefined;
  const { expectedCredits, ...rest } = plan;
  return {
    ...rest,
    totalCredits: creditsOf(plan.totalCredits),
    areas: plan.areas.map((area) => ({ ...area, credits: creditsOf(area.credits) })),
    ...(expectedCredits && { expectedCredits: expectedCredits.map(creditsOf) }),
  };
}

export function countingRulesOf(settings: GraduationSettings, schoolYear: number): CountingRules {
  return {
    schoolYear,
    creditsPerFullCourse: creditsOf(settings.creditsPerFullCourse),
    repeatableCourses: settings.repeatableCourses,
  };
}

/** The terms between first-time ninth grade and graduation, and what fits into one; eight full courses a year by default. */
export function creditScheduleOf(settings: GraduationSettings): CreditSchedule {
  const { termsPerYear, yearsToGraduate, maxCreditsPerTerm } = settings;
  const creditsPerFullCourse = creditsOf(settings.creditsPerFullCourse);
  return {
    creditsPerFullCourse,
    termsPerYear,
    terms: termsPerYear * yearsToGraduate,
    maxCreditsPerTerm:
      maxCreditsPerTerm === undefined
        ? fraction(creditsPerFullCourse * COURSES_A_YEAR, termsPerYear)
        : fraction(creditsOf(maxCreditsPerTerm)),
  };
}

const COURSES_A_YEAR = 8;

/** Credits as a tenant file writes them: its schema lets nothing else through. */
export function creditsOf(text: string): Credits {
  const credits = parseCredits(text);
  if (credits === undefined) throw new RangeError('the tenant file has credits that are no decimal');
  return credits;
}
