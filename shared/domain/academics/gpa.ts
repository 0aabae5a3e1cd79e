import { type Fraction, fraction, reduce } from '../fraction.ts';
import { type CourseAttempt, MILLIONTHS } from './record.ts';
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
  const counted: CourseAttempt[] = [];
  for (const course of byCourse(attempts)) {
    if (course.length === 1 && course[0]) counted.push(course[0]);
    else for (const attempt of countedOf(course, rules)) counted.push(attempt);
  }
  return average(counted);
}

/** The attempts that could count, those at one course together. */
function byCourse(attempts: readonly CourseAttempt[]): Iterable<readonly CourseAttempt[]> {
  const courses = new Map<number, CourseAttempt[]>();
  for (const attempt of attempts) {
    if (attempt.points < 0 || attempt.outcome === 'open' || attempt.attempted === 0) continue;
    const course = courses.get(attempt.course);
    if (course) course.push(attempt);
    else courses.set(attempt.course, [attempt]);
  }
  return courses.values();
}

function countedOf(course: readonly CourseAttempt[], rules: GpaRules): readonly CourseAttempt[] {
  const [first, second] = course;
  // The two halves of a year, which nearly all courses are.
  if (course.length === 2 && first && second && first.schoolYear === second.schoolYear) {
    if (first.attempted + second.attempted <= rules.creditsPerFullCourse) return course;
  }
  const policy = rules.isRepeatable(first?.about.code ?? '') ? 'average' : rules.retakePolicy;
  return countedAttempts(course, policy, rules.creditsPerFullCourse);
}

/** Machine integers as long as they are exact. */
function average(counted: readonly CourseAttempt[]): Fraction | undefined {
  let [points, credits] = [0, 0];
  for (const attempt of counted) {
    points += attempt.points * attempt.attempted;
    credits += attempt.attempted;
  }
  if (credits === 0) return undefined;
  const denominator = credits * MILLIONTHS;
  if (Number.isSafeInteger(points) && Number.isSafeInteger(denominator)) {
    const divisor = greatestDivisor(points, denominator);
    return fraction(points / divisor, denominator / divisor);
  }
  const exact = counted.reduce((sum, each) => sum + BigInt(each.points) * BigInt(each.attempted), 0n);
  const all = counted.reduce((sum, each) => sum + BigInt(each.attempted), 0n);
  return reduce(fraction(exact, all * BigInt(MILLIONTHS)));
}

function greatestDivisor(a: number, b: number): number {
  let [greater, rest] = [a, b];
  while (rest !== 0) [greater, rest] = [rest, greater % rest];
  return greater;
}
