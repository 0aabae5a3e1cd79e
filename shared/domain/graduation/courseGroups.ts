import type { Credits } from './credits.ts';

/** Courses that no requirement can tell apart: the same credits, the same areas. */
export interface CourseGroup {
  readonly credits: Credits;
  /** Areas the courses fit, in the order in which they are tried: special areas first, elective ones last. */
  readonly areas: readonly number[];
  /** Indexes of the courses, in the caller's order. */
  readonly courses: readonly number[];
}

/**
 * Groups courses so that a search decides about few things. More credit comes first: once the large courses are placed,
 * what is left divides so finely that the ceiling is exact and nothing has to be tried. Then by area.
 */
export function groupCourses(
  courses: readonly { readonly credits: Credits; readonly areas: readonly number[] }[],
  rank: readonly number[],
): readonly CourseGroup[] {
  const groups = new Map<string, { credits: Credits; areas: readonly number[]; courses: number[] }>();
  courses.forEach(({ credits, areas }, index) => {
    const inOrder = areas.toSorted((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0));
    const key = `${credits}:${inOrder.join(',')}`;
    const group = groups.get(key);
    if (group) group.courses.push(index);
    else groups.set(key, { credits, areas: inOrder, courses: [index] });
  });
  const at = (group: CourseGroup, position: number) => rank[group.areas[position] ?? -1] ?? -1;
  return [...groups.values()].sort((a, b) => {
    const first = b.credits - a.credits || at(a, 0) - at(b, 0) || a.areas.length - b.areas.length;
    if (first !== 0) return first;
    const differs = a.areas.findIndex((_, position) => at(a, position) !== at(b, position));
    return at(a, differs) - at(b, differs);
  });
}
