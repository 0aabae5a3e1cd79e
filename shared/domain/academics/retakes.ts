import { byTime } from './failures.ts';
import type { CourseAttempt } from './record.ts';

export type RetakePolicy = 'highest' | 'latest' | 'average';

/**
 * Which attempts at one course count. Two terms of one year are its two halves; what goes beyond the size of the course is a
 * retake: `highest` keeps the best parts, `latest` the last ones, `average` all of them. The size is what was attempted in
 * the fullest school year, at most a full course (or the largest attempt).
 * @param attempts all at the same course
 */
export function countedAttempts(
  attempts: readonly CourseAttempt[],
  policy: RetakePolicy,
  creditsPerFullCourse: number,
): readonly CourseAttempt[] {
  if (attempts.length < 2 || policy === 'average') return attempts;
  const size = courseSize(attempts, creditsPerFullCourse);
  if (attempts.reduce((sum, { attempted }) => sum + attempted, 0) <= size) return attempts;
  return policy === 'highest' ? highest(attempts, size) : latest(attempts, size);
}

/** What a course is worth at most, in millionths of a credit. */
export function courseSize(attempts: readonly CourseAttempt[], creditsPerFullCourse: number): number {
  let [largest, fullest] = [0, 0];
  for (const { schoolYear, attempted } of attempts) {
    if (attempted > largest) largest = attempted;
    let ofYear = 0;
    for (const other of attempts) if (other.schoolYear === schoolYear) ofYear += other.attempted;
    if (ofYear > fullest) fullest = ofYear;
  }
  return Math.min(fullest, Math.max(largest, creditsPerFullCourse));
}

function highest(attempts: readonly CourseAttempt[], size: number): readonly CourseAttempt[] {
  let left = size;
  return attempts
    .toSorted((a, b) => b.points - a.points || byTime(b, a))
    .filter(({ attempted }) => {
      if (attempted > left) return false;
      left -= attempted;
      return true;
    });
}

/** Each attempt that no longer fits takes the place of an earlier one: of its own term first, else of the worst. */
function latest(attempts: readonly CourseAttempt[], size: number): readonly CourseAttempt[] {
  const kept: CourseAttempt[] = [];
  let taken = 0;
  for (const attempt of attempts.toSorted(byTime)) {
    while (taken + attempt.attempted > size && kept.length > 0) {
      const replaced = replacedBy(attempt, kept);
      kept.splice(kept.indexOf(replaced), 1);
      taken -= replaced.attempted;
    }
    kept.push(attempt);
    taken += attempt.attempted;
  }
  return kept;
}

function replacedBy(attempt: CourseAttempt, kept: readonly CourseAttempt[]): CourseAttempt {
  const rank = ({ term, schoolYear }: CourseAttempt): number =>
    schoolYear === attempt.schoolYear ? 2 : term.name === attempt.term.name ? 0 : 1;
  return kept.reduce((best, each) => ((rank(each) - rank(best) || each.points - best.points) < 0 ? each : best));
}
