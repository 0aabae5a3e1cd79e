import type { Day } from '../calendar/day.ts';
import { compare, type Fraction, fraction, reduce } from '../fraction.ts';
import type { ExactCut } from './cutPoints.ts';
import { type CourseAttempt, MILLIONTHS } from './record.ts';
import { courseSize } from './retakes.ts';

export interface OnTrackRules {
  readonly schoolYear: number;
  /** As of which day a term is over, its last day included. */
  readonly day: Day;
  readonly creditsPerFullCourse: number;
  /** Full-year courses by the end of the year. */
  readonly onTrackCourses: ExactCut;
  readonly onTrackCoreFailures: number;
}

export interface OnTrack {
  readonly onTrack: boolean;
  /** Credits earned this year, summer aside. */
  readonly earned: Fraction;
  /** Credits needed by now. */
  readonly needed: Fraction;
  /** How much of the year has posted. */
  readonly posted: { readonly posted: number; readonly of: number };
  /** Failed core courses of this year's terms; recovered ones stay in it. */
  readonly coreFailures: readonly CourseAttempt[];
}

/**
 * Whether a ninth grader is on track (UChicago Consortium): the credits of five full-year courses by the end of the year,
 * pro rata to the terms that are over and have posted, and at most one semester F in a core course. Undefined while no term has posted
 * of which it is known how much of the year is over with it.
 */
export function ninthGradeOnTrack(attempts: readonly CourseAttempt[], rules: OnTrackRules): OnTrack | undefined {
  const posted = attempts.filter(
    ({ schoolYear, outcome, term }) => schoolYear === rules.schoolYear && outcome !== 'open' && !term.summer,
  );
  let share: OnTrack['posted'] | undefined;
  for (const { term } of posted) {
    const isOver = term.ends === undefined || term.ends <= rules.day;
    if (term.share && isOver && isFurther(term.share, share)) share = term.share;
  }
  if (share === undefined) return undefined;
  const earned = fraction(BigInt(creditsOf(posted, rules.creditsPerFullCourse)), MILLIONTHS);
  const full = rules.onTrackCourses.value;
  const needed = fraction(
    full.numerator * BigInt(rules.creditsPerFullCourse) * BigInt(share.posted),
    full.denominator * BigInt(MILLIONTHS) * BigInt(share.of),
  );
  const coreFailures = posted.filter(({ outcome, about }) => outcome === 'failed' && about.subject.core);
  const onTrack = compare(earned, needed) >= 0 && coreFailures.length <= rules.onTrackCoreFailures;
  return { onTrack, earned: reduce(earned), needed: reduce(needed), posted: share, coreFailures };
}

/** Of two that are as far the finer one: S2 is 2/2, a year 1/1. */
function isFurther(a: OnTrack['posted'], b: OnTrack['posted'] | undefined): boolean {
  if (b === undefined) return true;
  const difference = a.posted * b.of - b.posted * a.of;
  return difference > 0 || (difference === 0 && a.of > b.of);
}

/** A course repeated within the year brings its credit once. */
function creditsOf(posted: readonly CourseAttempt[], creditsPerFullCourse: number): number {
  const courses = new Map<number, CourseAttempt[]>();
  for (const attempt of posted) {
    if (attempt.outcome !== 'passed') continue;
    const course = courses.get(attempt.course);
    if (course) course.push(attempt);
    else courses.set(attempt.course, [attempt]);
  }
  let sum = 0;
  for (const passes of courses.values()) {
    const earned = passes.reduce((total, attempt) => total + attempt.earned, 0);
    const largest = passes.reduce((most, attempt) => Math.max(most, attempt.earned), 0);
    sum += Math.min(earned, Math.max(largest, courseSize(passes, creditsPerFullCourse)));
  }
  return sum;
}
