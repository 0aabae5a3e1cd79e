import { assignCredits, type CreditSupply } from './assignment.ts';
import { type CountingRules, type CourseAttempt, type SortedAttempts, sortOut } from './attempts.ts';
import type { Credits } from './credits.ts';
import { isUnclassified } from './creditsByArea.ts';
import { assignPlainly, type PlainCourse } from './plainAssignment.ts';
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
  readonly namedAreas: readonly number[];
  readonly named: number | undefined;
  readonly several: boolean;
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
    const ofCode = known.get(attempt.courseCode);
    if (ofCode !== undefined) for (const each of ofCode) if (isAlike(each.attempt, attempt)) return each;
    const made = courseAreas(plan, attempt);
    known.set(attempt.courseCode, [...(ofCode ?? []), made]);
    return made;
  };
  return {
    namedAreas: (attempt) => areasOf(attempt).namedAreas,
    of(attempts) {
      const sorted = sortOut(attempts, rules);
      const courses: (CreditSupply & PlainCourse)[] = [];
      let [earned, unclassified] = [0, 0];
      let isPlain = true;
      for (const attempt of sorted.counted) {
        const { areas, named, several, unclassified: isOpen } = areasOf(attempt);
        const credits = attempt.earnedCredits;
        courses.push({ credits, areas, named });
        earned += credits;
        if (isOpen) unclassified += credits;
        if (several) isPlain = false;
      }
      const areas = (isPlain ? assignPlainly(plan.areas, courses) : undefined) ?? assignByArea(plan, courses);
      return { ...sorted, earned, areas, unclassified };
    },
  };
}

function assignByArea(plan: RequirementPlan, courses: readonly CreditSupply[]): readonly Credits[] {
  const { areaOf } = assignCredits(plan.areas, courses);
  const areas = plan.areas.map(() => 0);
  for (const [index, { credits }] of courses.entries()) {
    const area = areaOf[index];
    if (area !== undefined) areas[area] = (areas[area] ?? 0) + credits;
  }
  return areas;
}

function isAlike(a: CourseAttempt, b: CourseAttempt): boolean {
  if (a.academicSubject !== b.academicSubject) return false;
  const [some, others] = [a.creditCategories, b.creditCategories];
  return some === others || (some.length === others.length && some.every((each, index) => each === others[index]));
}

function courseAreas(plan: RequirementPlan, attempt: CourseAttempt): CourseAreas {
  const namedAreas = plan.areas.flatMap((area, index) => (!area.any && isNamedBy(area, attempt) ? [index] : []));
  return {
    attempt,
    namedAreas,
    named: namedAreas[0],
    several: namedAreas.length > 1,
    areas: plan.areas.flatMap((area, index) => (fits(area, attempt) ? [index] : [])),
    unclassified: isUnclassified(plan, attempt),
  };
}
