import { assignCredits } from './assignment.ts';
import { type CountingRules, type CourseAttempt, type SortedAttempts, sortOut } from './attempts.ts';
import type { Credits } from './credits.ts';
import { isUnclassified } from './creditsByArea.ts';
import { fits, isNamedBy, type RequirementPlan } from './plan.ts';

/** Credits earned towards a plan so far, by the same counting and the same assignment as the year-end audit. */
export interface CreditProgress extends SortedAttempts {
  readonly earned: Credits;
  /** By area, in the plan's order. */
  readonly areas: readonly Credits[];
  /** Earned, and of no area that anybody named: each area gets the benefit of the doubt. */
  readonly unclassified: Credits;
}

/** What a plan makes of a course. */
interface CourseAreas {
  readonly attempt: CourseAttempt;
  readonly areas: readonly number[];
  /** Areas other than elective ones whose lists name the course. */
  readonly named: readonly number[];
  readonly unclassified: boolean;
}

export interface ProgressReader {
  of(attempts: readonly CourseAttempt[]): CreditProgress;
  /** The areas that ask for this very course, electives aside. */
  namedAreas(attempt: CourseAttempt): readonly number[];
}

/** Reads progress towards one plan; what the plan makes of a course is found once for all who take it. */
export function progressReader(plan: RequirementPlan, rules: CountingRules): ProgressReader {
  const known = new Map<string, CourseAreas[]>();
  const areasOf = (attempt: CourseAttempt): CourseAreas => {
    const ofCode = known.get(attempt.courseCode) ?? [];
    const found = ofCode.find((each) => isAlike(each.attempt, attempt));
    if (found) return found;
    const made = courseAreas(plan, attempt);
    known.set(attempt.courseCode, [...ofCode, made]);
    return made;
  };
  return {
    namedAreas: (attempt) => areasOf(attempt).named,
    of(attempts) {
      const sorted = sortOut(attempts, rules);
      const supplies = sorted.counted.map((each) => ({ credits: each.earnedCredits, areas: areasOf(each).areas }));
      const { areaOf } = assignCredits(plan.areas, supplies);
      const areas = plan.areas.map(() => 0);
      let [earned, unclassified] = [0, 0];
      for (const [index, attempt] of sorted.counted.entries()) {
        earned += attempt.earnedCredits;
        if (areasOf(attempt).unclassified) unclassified += attempt.earnedCredits;
        const area = areaOf[index];
        if (area !== undefined) areas[area] = (areas[area] ?? 0) + attempt.earnedCredits;
      }
      return { ...sorted, earned, areas, unclassified };
    },
  };
}

function isAlike(a: CourseAttempt, b: CourseAttempt): boolean {
  if (a.academicSubject !== b.academicSubject) return false;
  const [some, others] = [a.creditCategories, b.creditCategories];
  return some === others || (some.length === others.length && some.every((each, index) => each === others[index]));
}

function courseAreas(plan: RequirementPlan, attempt: CourseAttempt): CourseAreas {
  return {
    attempt,
    areas: plan.areas.flatMap((area, index) => (fits(area, attempt) ? [index] : [])),
    named: plan.areas.flatMap((area, index) => (!area.any && isNamedBy(area, attempt) ? [index] : [])),
    unclassified: isUnclassified(plan, attempt),
  };
}
