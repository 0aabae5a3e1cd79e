import type { RowReference } from '../tiers/result.ts';
import type { Credits } from './credits.ts';

/** Ed-Fi CourseAttemptResult, and `In Progress` for a course that runs. */
export const COURSE_ATTEMPT_RESULTS = ['Pass', 'Fail', 'Incomplete', 'Withdrawn', 'In Progress'] as const;
export type CourseAttemptResult = (typeof COURSE_ATTEMPT_RESULTS)[number];

/** One row of courseTranscripts.csv. */
export interface CourseAttempt {
  /** The calendar year in which the school year of the attempt ends. */
  readonly schoolYear: number;
  readonly term: string;
  readonly courseCode: string;
  readonly attemptedCredits: Credits;
  readonly earnedCredits: Credits;
  readonly result: CourseAttemptResult;
  readonly courseTitle?: string;
  readonly academicSubject?: string;
  readonly creditCategories: readonly string[];
  /** Ed-Fi CourseRepeatCode: `Repeat Counted`, `Repeat NotCounted`, `Replaced NotCounted`, `Replacement Counted`, … */
  readonly courseRepeatCode?: string;
  readonly excludeFromGraduation: boolean;
  /** Set on transfer credit, which counts like the district's own. */
  readonly externalSchoolName?: string;
  readonly row: RowReference;
}

/** Why an attempt brings no credit towards graduation. */
export type NotCountedReason =
  | 'failed'
  | 'incomplete'
  | 'withdrawn'
  | 'noCreditEarned'
  | 'excludedFromGraduation'
  | 'repeatNotCounted'
  | 'alreadyCounted'
  | 'laterSchoolYear';

export interface NotCounted {
  readonly attempt: CourseAttempt;
  readonly reason: NotCountedReason;
}

export interface SortedAttempts {
  readonly counted: readonly CourseAttempt[];
  /** Running courses that would bring credit if passed: `attemptedCredits` each. */
  readonly inProgress: readonly CourseAttempt[];
  readonly notCounted: readonly NotCounted[];
}

export interface CountingRules {
  /** Attempts of later school years are left out. */
  readonly schoolYear: number;
  /** What a course of a full year is worth; the terms of one course add up to at most this. */
  readonly creditsPerFullCourse: Credits;
  /** Courses that bring credit each time they are passed (band, physical education, generic transfer codes). */
  readonly repeatableCourses: readonly string[];
}

const REASON_OF_RESULT = { Fail: 'failed', Incomplete: 'incomplete', Withdrawn: 'withdrawn' } as const;

/** A reader's order: school year, term, course, row. It does not depend on the order in which rows came. */
export function byTime(a: CourseAttempt, b: CourseAttempt): number {
  return (
    a.schoolYear - b.schoolYear ||
    order(a.term, b.term) ||
    order(a.courseCode, b.courseCode) ||
    a.attemptedCredits - b.attemptedCredits ||
    a.earnedCredits - b.earnedCredits ||
    order(a.result, b.result) ||
    order(a.row.file, b.row.file) ||
    a.row.line - b.row.line ||
    order(a.row.drop, b.row.drop)
  );
}

/**
 * Which attempts count. Only a pass with credit does, unless it is excluded from graduation or its repeat code says
 * that it is not counted. A course counts once: see `withinCourse`.
 */
export function countAttempts(attempts: readonly CourseAttempt[], rules: CountingRules): SortedAttempts {
  const { counted, inProgress, notCounted } = sortOut(attempts, rules);
  return {
    counted: counted.toSorted(byTime),
    inProgress: inProgress.toSorted(byTime),
    notCounted: notCounted.toSorted((a, b) => byTime(a.attempt, b.attempt)),
  };
}

/** The same in no certain order, for sums over every student of a district. */
export function sortOut(attempts: readonly CourseAttempt[], rules: CountingRules): SortedAttempts {
  const notCounted: NotCounted[] = [];
  const counted: CourseAttempt[] = [];
  const inProgress: CourseAttempt[] = [];
  const candidates = new Map<string, CourseAttempt | CourseAttempt[]>();
  for (const attempt of attempts) {
    const reason = reasonAlone(attempt, rules);
    if (reason) {
      notCounted.push({ attempt, reason });
      continue;
    }
    const before = candidates.get(attempt.courseCode);
    if (before === undefined) candidates.set(attempt.courseCode, attempt);
    else if (Array.isArray(before)) before.push(attempt);
    else candidates.set(attempt.courseCode, [before, attempt]);
  }
  const take = (attempt: CourseAttempt) => (attempt.result === 'In Progress' ? inProgress : counted).push(attempt);
  for (const [courseCode, passes] of candidates) {
    if (!Array.isArray(passes)) take(passes);
    else if (areTermsOfOneCourse(passes, rules)) for (const attempt of passes) take(attempt);
    else {
      for (const { attempt, within } of withinCourse(passes, sizeOf(courseCode, attempts, rules))) {
        if (within) take(attempt);
        else notCounted.push({ attempt, reason: 'alreadyCounted' });
      }
    }
  }
  return { counted, inProgress, notCounted };
}

/** Passes of one year that make no more than a full course are within it, whatever else was attempted. */
function areTermsOfOneCourse(passes: readonly CourseAttempt[], { creditsPerFullCourse }: CountingRules): boolean {
  const year = passes[0]?.schoolYear;
  let credits = 0;
  for (const attempt of passes) {
    if (attempt.schoolYear !== year) return false;
    credits += creditsOf(attempt);
  }
  return credits <= creditsPerFullCourse;
}

/** What the attempts of a course can bring at most; no end where it may be repeated. */
export function sizeOf(courseCode: string, attempts: readonly CourseAttempt[], rules: CountingRules): Credits {
  if (rules.repeatableCourses.includes(courseCode)) return Number.POSITIVE_INFINITY;
  const ofCourse = attempts.filter((each) => each.courseCode === courseCode && each.schoolYear <= rules.schoolYear);
  return courseSize(ofCourse, rules.creditsPerFullCourse);
}

/** Why an attempt does not count whatever the others are. */
function reasonAlone(attempt: CourseAttempt, rules: CountingRules): NotCountedReason | undefined {
  if (attempt.schoolYear > rules.schoolYear) return 'laterSchoolYear';
  const { result } = attempt;
  if (result !== 'Pass' && result !== 'In Progress') return REASON_OF_RESULT[result];
  if (attempt.excludeFromGraduation) return 'excludedFromGraduation';
  if (attempt.courseRepeatCode !== undefined && repeatCode(attempt).includes('notcounted')) return 'repeatNotCounted';
  return creditsOf(attempt) > 0 ? undefined : 'noCreditEarned';
}

/**
 * What a course can bring at most: what was attempted of it in its fullest school year, so that two semesters add up
 * and a failed one can be made good later, but never more than a full course (or its largest single row).
 */
function courseSize(attempts: readonly CourseAttempt[], creditsPerFullCourse: Credits): Credits {
  const byYear = new Map<number, Credits>();
  let largest = 0;
  for (const attempt of attempts) {
    const credits = Math.max(attempt.attemptedCredits, attempt.earnedCredits);
    byYear.set(attempt.schoolYear, (byYear.get(attempt.schoolYear) ?? 0) + credits);
    largest = Math.max(largest, credits);
  }
  return Math.min(Math.max(...byYear.values()), Math.max(largest, creditsPerFullCourse));
}

/**
 * Takes a course's attempts until its size is reached: a declared replacement first, then passes before running
 * attempts, more credit before less, later before earlier.
 */
function withinCourse(attempts: readonly CourseAttempt[], size: Credits) {
  let taken = 0;
  return attempts.toSorted(bestFirst).map((attempt) => {
    const within = taken + creditsOf(attempt) <= size;
    if (within) taken += creditsOf(attempt);
    return { attempt, within };
  });
}

function bestFirst(a: CourseAttempt, b: CourseAttempt): number {
  return (
    Number(a.result === 'In Progress') - Number(b.result === 'In Progress') ||
    Number(isReplacement(b)) - Number(isReplacement(a)) ||
    creditsOf(b) - creditsOf(a) ||
    byTime(b, a)
  );
}

const creditsOf = (attempt: CourseAttempt): Credits =>
  attempt.result === 'In Progress' ? attempt.attemptedCredits : attempt.earnedCredits;

const repeatCode = (attempt: CourseAttempt) => (attempt.courseRepeatCode ?? '').toLowerCase().replaceAll(/[^a-z]/g, '');
const isReplacement = (attempt: CourseAttempt) => repeatCode(attempt) === 'replacementcounted';

/** By code unit: the same on every machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
