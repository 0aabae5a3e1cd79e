import { type Fraction, fraction, reduce } from '../fraction.ts';
import type { CourseAttempt } from './record.ts';
import { MILLIONTHS } from './record.ts';
import { countedAttempts, type RetakePolicy } from './retakes.ts';

export interface GpaRules {
  readonly retakePolicy: RetakePolicy;
  readonly creditsPerFullCourse: number;
  readonly isRepeatable: (code: string) => boolean;
}

/**
 * The cumulative grade point average in lowest terms: points by attempted credits over the posted courses that have points
 * and count by the retake policy. Undefined without such credits. Nothing is rounded.
 */
export function cumulativeGpa(attempts: readonly CourseAttempt[], rules: GpaRules): Fraction | undefined {
  const courses = new Map<number, CourseAttempt[]>();
  for (const attempt of attempts) {
    if (attempt.points < 0 || attempt.outcome === 'open' || attempt.attempted === 0) continue;
    const course = courses.get(attempt.course);
    if (course) course.push(attempt);
    else courses.set(attempt.course, [attempt]);
  }
  const counted: CourseAttempt[] = [];
  for (const course of courses.values()) {
    const repeatable = course.length > 1 && rules.isRepeatable(course[0]?.about.code ?? '');
    const policy = repeatable ? 'average' : rules.retakePolicy;
    for (const attempt of countedAttempts(course, policy, rules.creditsPerFullCourse)) counted.push(attempt);
  }
  return average(counted);
}

/** Machine integers as long as they are exact. */
function average(counted: readonly CourseAttempt[]): Fraction | undefined {
  let [points, credits] = [0, 0];
  for (const attempt of counted) {
    points += attempt.points * attempt.attempted;
    credits += attempt.attempted;
  }
  if (credits === 0) return undefined;
  if (Number.isSafeInteger(points)) return reduce(fraction(BigInt(points), BigInt(credits) * BigInt(MILLIONTHS)));
  const exact = counted.reduce((sum, each) => sum + BigInt(each.points) * BigInt(each.attempted), 0n);
  return reduce(fraction(exact, BigInt(credits) * BigInt(MILLIONTHS)));
}
