import type { CountingRules } from '../domain/graduation/attempts.ts';
import { type Credits, parseCredits } from '../domain/graduation/credits.ts';
import type { RequirementPlan } from '../domain/graduation/plan.ts';
import type { GraduationSettings } from '../tenant/graduation.ts';

/** A plan of the tenant file as the rules take it; undefined when the file has none of that id. */
export function planOf(settings: GraduationSettings, id: string): RequirementPlan | undefined {
  const plan = settings.plans.find((each) => each.id === id);
  return (
    plan && {
      ...plan,
      totalCredits: creditsOf(plan.totalCredits),
      areas: plan.areas.map((area) => ({ ...area, credits: creditsOf(area.credits) })),
    }
  );
}

export function countingRulesOf(settings: GraduationSettings, schoolYear: number): CountingRules {
  return {
    schoolYear,
    creditsPerFullCourse: creditsOf(settings.creditsPerFullCourse),
    repeatableCourses: settings.repeatableCourses,
  };
}

/** The tenant schema lets nothing else through. */
function creditsOf(text: string): Credits {
  const credits = parseCredits(text);
  if (credits === undefined) throw new RangeError('the tenant file has credits that are no decimal');
  return credits;
}
