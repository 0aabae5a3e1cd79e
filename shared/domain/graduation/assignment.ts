import { searchPlacements } from './assignmentSearch.ts';
import { groupCourses } from './courseGroups.ts';
import { makeCeiling } from './creditFlow.ts';
import type { Credits } from './credits.ts';

/** An area as the assignment sees it. */
export interface CreditDemand {
  readonly credits: Credits;
  /** Elective: takes what the other areas have no room for. */
  readonly any: boolean;
}

export interface CreditSupply {
  readonly credits: Credits;
  /** Indexes of the areas the course fits. */
  readonly areas: readonly number[];
}

export interface CreditAssignment {
  /** The area each course fills; undefined when none has room for it and there is no elective area. */
  readonly areaOf: readonly (number | undefined)[];
  /** What the areas still miss, added up. */
  readonly shortfall: Credits;
  /** False when the search ran out of its budget: the shortfall may then be smaller than stated. */
  readonly exact: boolean;
}

/** Situations looked at before the search gives up; usual transcripts need none, hard ones some hundred. */
const SEARCH_BUDGET = 50_000;

/**
 * Gives every course wholly to at most one area so that the areas miss as little as possible: when some assignment fills
 * every area, this one does. Equal ways are decided by the order of areas and courses, special areas before elective
 * ones; what no area needs overflows to the first elective area.
 */
export function assignCredits(
  demands: readonly CreditDemand[],
  courses: readonly CreditSupply[],
  budget: number = SEARCH_BUDGET,
): CreditAssignment {
  const required = demands.map((area) => area.credits);
  const total = required.reduce((sum, credits) => sum + credits, 0);
  const rank = demands.map((area, index) => (area.any ? demands.length : 0) + index);
  const groups = groupCourses(courses, rank).filter((group) => group.areas.length > 0 && group.credits > 0);

  const simple = assignGreedily(groups, required);
  const ceiling = makeCeiling(groups, required.length)(0, groups[0]?.courses.length ?? 0, required);
  const needsSearch = simple.useful < ceiling;
  const searched = needsSearch ? searchPlacements(groups, required, budget) : undefined;

  const placements = searched ?? simple.placements;
  const areaOf: (number | undefined)[] = courses.map((course) => course.areas.find((area) => demands[area]?.any));
  const filled = required.map(() => 0);
  for (const [course, area] of placements) {
    areaOf[course] = area;
    filled[area] = (filled[area] ?? 0) + (courses[course]?.credits ?? 0);
  }
  const useful = required.reduce((sum, credits, area) => sum + Math.min(credits, filled[area] ?? 0), 0);
  return { areaOf, shortfall: total - useful, exact: !needsSearch || searched !== undefined };
}

/** Courses with the fewest choices first, each into the first area that needs all of it, else any of it. */
function assignGreedily(groups: ReturnType<typeof groupCourses>, required: readonly Credits[]) {
  const remaining = [...required];
  const placements: (readonly [number, number])[] = [];
  let useful = 0;
  for (const group of groups.toSorted((a, b) => a.areas.length - b.areas.length || b.credits - a.credits)) {
    for (const course of group.courses) {
      const area =
        group.areas.find((each) => (remaining[each] ?? 0) >= group.credits) ??
        group.areas.find((each) => (remaining[each] ?? 0) > 0);
      if (area === undefined) continue;
      const gain = Math.min(group.credits, remaining[area] ?? 0);
      remaining[area] = (remaining[area] ?? 0) - gain;
      useful += gain;
      placements.push([course, area]);
    }
  }
  return { placements, useful };
}
