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
  for (const { first, second, more } of byCourse(attempts)) {
    if (second === undefined) counted.push(first);
    else if (more === undefined && areHalves(first, second, rules)) counted.push(first, second);
    else for (const attempt of countedOf([first, second, ...(more ?? [])], rules)) counted.push(attempt);
  }
  return average(counted);
}

/** The attempts at one course. Most have one or two, of which no list is made. */
interface Taken {
  readonly first: CourseAttempt;
  second?: CourseAttempt;
  more?: CourseAttempt[];
}

/** The attempts that could count, those at one course together. */
function byCourse(attempts: readonly CourseAttempt[]): Iterable<Taken> {
  const courses = new Map<number, Taken>();
  for (const attempt of attempts) {
    if (attempt.points < 0 || attempt.outcome === 'open' || attempt.attempted === 0) continue;
    const course = courses.get(attempt.course);
    if (course === undefined) courses.set(attempt.course, { first: attempt });
    else if (course.second === undefined) course.second = attempt;
    else if (course.more === undefined) course.more = [attempt];
    else course.more.push(attempt);
  }
  return courses.values();
}

/** The two halves of a year, which nearly all courses are. */
const areHalves = (first: CourseAttempt, second: CourseAttempt, { creditsPerFullCourse }: GpaRules): boolean =>
  first.schoolYear === second.schoolYear && first.attempted + second.attempted <= creditsPerFullCourse;

function countedOf(course: readonly CourseAttempt[], rules: GpaRules): readonly CourseAttempt[] {
  const policy = rules.isRepeatable(course[0]?.about.code ?? '') ? 'average' : rules.retakePolicy;
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
