import type { Credits } from './credits.ts';

/** Courses that fit one area beside electives, or electives alone (`named` absent). */
export interface PlainCourse {
  readonly credits: Credits;
  readonly named: number | undefined;
}

/**
 * What `assignCredits` gives each area, where that takes no search: no course fits two areas beside the elective one, and
 * no area is overfilled by a course that only half fits. Undefined for every other transcript.
 */
export function assignPlainly(
  demands: readonly { readonly credits: Credits; readonly any: boolean }[],
  courses: readonly PlainCourse[],
): Credits[] | undefined {
  const areas = demands.map(() => 0);
  const sizes = demands.map(() => 0);
  let rest = 0;
  for (const { credits, named } of courses) {
    if (named === undefined) {
      rest += credits;
      continue;
    }
    areas[named] = (areas[named] ?? 0) + credits;
    const size = sizes[named] ?? 0;
    sizes[named] = size === 0 || size === credits ? credits : MIXED;
  }
  let elective = -1;
  for (let area = 0; area < demands.length; area++) {
    const demand = demands[area];
    if (demand === undefined) continue;
    if (demand.any) {
      if (elective >= 0) return undefined;
      elective = area;
      continue;
    }
    const over = (areas[area] ?? 0) - demand.credits;
    if (over <= 0) continue;
    const size = sizes[area] ?? 0;
    if (size === MIXED || demand.credits % size !== 0) return undefined;
    areas[area] = demand.credits;
    rest += over;
  }
  if (elective >= 0) areas[elective] = rest;
  return areas;
}

/** Courses of different credits in one area. */
const MIXED = -1;
