import type { CourseAttempt } from './record.ts';

export interface SortedFailures {
  /** Failed and not recovered, in the order of time. */
  readonly standing: readonly CourseAttempt[];
  readonly recovered: readonly CourseAttempt[];
}

const NONE: SortedFailures = { standing: [], recovered: [] };

/**
 * The failures of one school year, and which of them are recovered: by a later pass in the same course, or by a pass in the
 * same subject whose method recovers credit. Such a pass recovers one course: its own where that was failed, in whatever year,
 * else the one failed first. One credit is no two.
 */
export function failuresOf(attempts: readonly CourseAttempt[], schoolYear: number): SortedFailures {
  let failed: CourseAttempt[] | undefined;
  for (const attempt of attempts) {
    if (attempt.outcome !== 'failed' || attempt.schoolYear !== schoolYear) continue;
    failed ??= [];
    failed.push(attempt);
  }
  if (failed === undefined) return NONE;
  if (failed.length > 1) failed.sort(byTime);
  const passes = attempts.filter(({ outcome }) => outcome === 'passed');
  const standing = failed.filter((failure) => !passes.some((pass) => recoversCourse(pass, failure)));
  if (standing.length > 0) recoverSubjects(standing, attempts, passes);
  return { standing, recovered: failed.filter((failure) => !standing.includes(failure)) };
}

/** A later pass, or one in the same term by a method that recovers. */
const recoversCourse = (pass: CourseAttempt, failure: CourseAttempt): boolean =>
  pass.course === failure.course && (isLater(pass, failure) || (pass.recovery && isSameTerm(pass, failure)));

/** Takes away the failures that recovery in their subject makes good. */
function recoverSubjects(
  standing: CourseAttempt[],
  attempts: readonly CourseAttempt[],
  passes: readonly CourseAttempt[],
): void {
  const isUsed = (pass: CourseAttempt) =>
    attempts.some((attempt) => attempt.outcome === 'failed' && recoversCourse(pass, attempt));
  const recoveries = passes.filter((pass) => pass.recovery && !isUsed(pass));
  recoveries.sort(byTime);
  for (const pass of recoveries) {
    const first = standing.find(
      (failure) =>
        failure.about.subject.key === pass.about.subject.key &&
        failure.course !== pass.course &&
        (isLater(pass, failure) || isSameTerm(pass, failure)),
    );
    if (first === undefined) continue;
    for (let index = standing.length - 1; index >= 0; index--) {
      const failure = standing[index];
      if (failure?.course === first.course && !isLater(failure, pass)) standing.splice(index, 1);
    }
  }
}

const isLater = (a: CourseAttempt, b: CourseAttempt): boolean =>
  a.schoolYear > b.schoolYear || (a.schoolYear === b.schoolYear && a.term.order > b.term.order);

const isSameTerm = (a: CourseAttempt, b: CourseAttempt): boolean =>
  a.schoolYear === b.schoolYear && a.term.order === b.term.order;

/** By year, term and course; it does not depend on the order in which rows came. */
export function byTime(a: CourseAttempt, b: CourseAttempt): number {
  return (
    a.schoolYear - b.schoolYear ||
    a.term.order - b.term.order ||
    order(a.term.name, b.term.name) ||
    order(a.about.code, b.about.code) ||
    order(a.about.title, b.about.title) ||
    a.attempted - b.attempted ||
    a.earned - b.earned ||
    a.points - b.points ||
    order(a.file, b.file)
  );
}

/** By code unit: the same on every machine. */
const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
