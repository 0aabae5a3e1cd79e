import type { TermSpan } from './termSpan.ts';

/** How many of a school's students have a final result in a term, or in a later one of the year, by terms from 1 on. */
export interface PostedCounts {
  students: number;
  readonly withResult: number[];
}

/**
 * The last term of a school year that has posted at a school: one in which at least half of its students have a final
 * result. So neither a transfer nor a recovered credit makes a term due for everybody; 0 when none has.
 */
export function lastPostedTerm({ students, withResult }: PostedCounts): number {
  for (let term = withResult.length; term > 0; term--) {
    const posted = withResult[term - 1] ?? 0;
    if (posted > 0 && posted * 2 >= students) return term;
  }
  return 0;
}

/** Counts a student of a school whose results of the year reach through `term`; 0 for one without any. */
export function countStudent(counts: PostedCounts, term: number): void {
  counts.students += 1;
  for (let reached = 0; reached < term; reached++) counts.withResult[reached] = (counts.withResult[reached] ?? 0) + 1;
}

/**
 * Terms since first-time ninth grade that are due, through the last posted one.
 * @param posted last posted term of this school year, and of the year before
 */
export function termsDue(
  firstNinthGradeYear: number,
  schoolYear: number,
  posted: { readonly thisYear: number; readonly yearBefore: number },
  termsPerYear: number,
): number {
  const fullYears = schoolYear - firstNinthGradeYear;
  if (posted.thisYear > 0) return fullYears * termsPerYear + posted.thisYear;
  return (fullYears - 1) * termsPerYear + posted.yearBefore;
}

/** The part of a course that lies within the posted terms while it still runs, as a numerator over its length. */
export function postedPart({ from, to }: TermSpan, posted: number): { readonly posted: number; readonly of: number } {
  const running = to > posted && from < posted;
  return running ? { posted: posted - from, of: to - from } : { posted: 0, of: 1 };
}
