import { type CountingRules, type CourseAttempt, countAttempts, type SortedAttempts } from './attempts.ts';
import type { Credits } from './credits.ts';
import { type AssignedCourses, assignCourses, isUnclassified } from './creditsByArea.ts';
import type { RequirementPlan } from './plan.ts';

/**
 * `requirementsMet`: verified credits fill every area and the total. `requirementsNotMet`: they do not, and nothing is
 * open. `needsReview`: a person has to decide, for the reasons listed as exceptions.
 */
export type GraduationStatus = 'requirementsMet' | 'requirementsNotMet' | 'needsReview';

export type GraduationException =
  /** No transcript row has come for the student. */
  | 'noTranscript'
  /** The enrolment names a requirement plan that the tenant file does not have. */
  | 'unknownPlan'
  /** The plan would be met if the running courses were passed. */
  | 'inProgressPending'
  /** Credits that no area names (no subject, no category): the plan is not met, and they might fill what is missing. */
  | 'creditsWithoutArea'
  /** Too many ways to place the courses were left when the search ended: a better one may exist. */
  | 'undecided';

export interface CreditLine {
  readonly required: Credits;
  /** Verified; may be more than required. */
  readonly earned: Credits;
  /** Of running courses; not part of `earned`. */
  readonly inProgress: Credits;
  /** What verified credits still miss, running courses aside. */
  readonly remaining: Credits;
}

export interface AreaLine extends CreditLine {
  readonly code: string;
  readonly title: string;
  readonly courses: readonly CourseAttempt[];
  readonly coursesInProgress: readonly CourseAttempt[];
}

export interface CreditAudit {
  readonly status: GraduationStatus;
  /** Ordered as `GraduationException` lists them. */
  readonly exceptions: readonly GraduationException[];
  /** Every counted credit, those that no area needs included. */
  readonly total: CreditLine;
  readonly areas: readonly AreaLine[];
  /** Counted courses that fill no area; they are part of the total. */
  readonly outsideAreas: readonly CourseAttempt[];
  readonly notCounted: SortedAttempts['notCounted'];
}

/**
 * Audits one student's transcript against a requirement plan. A course fills one area, wholly; if the verified courses
 * can satisfy the plan in any way, the status is `requirementsMet`. The order of the attempts does not matter.
 */
export function auditCredits(
  plan: RequirementPlan,
  attempts: readonly CourseAttempt[],
  rules: CountingRules,
): CreditAudit {
  const { counted, inProgress, notCounted } = countAttempts(attempts, rules);
  const verified = assignCourses(plan, counted, (attempt) => attempt.earnedCredits);
  const areas = areaLines(plan, verified, inProgress);
  const total = creditLine(plan.totalCredits, sum(counted, earned), sum(inProgress, attempted));
  const met = total.remaining === 0 && areas.every((area) => area.remaining === 0);

  const exceptions: GraduationException[] = [];
  if (!met) {
    if (attempts.length === 0) exceptions.push('noTranscript');
    const withRunning = withInProgress(plan, counted, inProgress);
    if (withRunning === 'met') exceptions.push('inProgressPending');
    if (counted.some((attempt) => isUnclassified(plan, attempt))) exceptions.push('creditsWithoutArea');
    if (!verified.exact || withRunning === 'undecided') exceptions.push('undecided');
  }
  const status = met ? 'requirementsMet' : exceptions.length > 0 ? 'needsReview' : 'requirementsNotMet';
  return { status, exceptions, total, areas, outsideAreas: verified.outside, notCounted };
}

/** Running courses are shown where they would fill what the verified ones leave. */
function areaLines(plan: RequirementPlan, verified: AssignedCourses, inProgress: readonly CourseAttempt[]): AreaLine[] {
  const left = plan.areas.map((area, index) => ({
    ...area,
    credits: Math.max(0, area.credits - sum(verified.byArea[index] ?? [], earned)),
  }));
  const running = assignCourses({ areas: left }, inProgress, attempted);
  return plan.areas.map((area, index) => {
    const courses = verified.byArea[index] ?? [];
    const coursesInProgress = running.byArea[index] ?? [];
    const line = creditLine(area.credits, sum(courses, earned), sum(coursesInProgress, attempted));
    return { code: area.code, title: area.title, ...line, courses, coursesInProgress };
  });
}

/** Looks at verified and running courses together: a running one may free a verified one for another area. */
function withInProgress(
  plan: RequirementPlan,
  counted: readonly CourseAttempt[],
  inProgress: readonly CourseAttempt[],
): 'met' | 'notMet' | 'undecided' {
  if (inProgress.length === 0) return 'notMet';
  if (sum(counted, earned) + sum(inProgress, attempted) < plan.totalCredits) return 'notMet';
  const running = new Set(inProgress);
  const creditsOf = (attempt: CourseAttempt) => (running.has(attempt) ? attempted(attempt) : earned(attempt));
  const { shortfall, exact } = assignCourses(plan, [...counted, ...inProgress], creditsOf);
  if (shortfall === 0) return 'met';
  return exact ? 'notMet' : 'undecided';
}

function creditLine(required: Credits, earnedCredits: Credits, inProgress: Credits): CreditLine {
  return { required, earned: earnedCredits, inProgress, remaining: Math.max(0, required - earnedCredits) };
}

const earned = (attempt: CourseAttempt) => attempt.earnedCredits;
const attempted = (attempt: CourseAttempt) => attempt.attemptedCredits;
const sum = (attempts: readonly CourseAttempt[], credits: (attempt: CourseAttempt) => Credits): Credits =>
  attempts.reduce((total, attempt) => total + credits(attempt), 0);
