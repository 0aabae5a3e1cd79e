import { assignCredits } from './assignment.ts';
import type { CourseAttempt } from './attempts.ts';
import type { Credits } from './credits.ts';
import { fits, isNamedBy, type RequirementPlan } from './plan.ts';

export interface AssignedCourses {
  readonly byArea: readonly (readonly CourseAttempt[])[];
  readonly outside: readonly CourseAttempt[];
  readonly shortfall: Credits;
  readonly exact: boolean;
}

/** Gives each course wholly to one area, so that the areas miss as little as possible. */
export function assignCourses(
  plan: Pick<RequirementPlan, 'areas'>,
  courses: readonly CourseAttempt[],
  creditsOf: (attempt: CourseAttempt) => Credits,
): AssignedCourses {
  const supplies = courses.map((course) => ({
    credits: creditsOf(course),
    areas: plan.areas.flatMap((area, index) => (fits(area, course) ? [index] : [])),
  }));
  const { areaOf, shortfall, exact } = assignCredits(plan.areas, supplies);
  return {
    byArea: plan.areas.map((_, index) => courses.filter((_, at) => areaOf[at] === index)),
    outside: courses.filter((_, at) => areaOf[at] === undefined),
    shortfall,
    exact,
  };
}

/** A course that no area names, and of which nobody can say that it is an elective: it might belong anywhere. */
export function isUnclassified(plan: RequirementPlan, attempt: CourseAttempt): boolean {
  if (plan.areas.some((area) => isNamedBy(area, attempt))) return false;
  const says = attempt.academicSubject !== undefined || attempt.creditCategories.length > 0;
  return !says || !plan.areas.some((area) => area.any);
}
