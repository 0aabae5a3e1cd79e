import type { Day } from '../calendar/day.ts';
import type { SchoolId } from '../identity.ts';
import type { SchoolEnrollment } from './record.ts';

/** Consecutive calendar days on which one school counts for a student; both ends belong to it. */
export interface EnrolledSpan {
  readonly school: SchoolId;
  readonly from: Day;
  readonly to: Day;
}

/** Whether a student ever came: those who did not (Ed-Fi ExitWithdrawType) contribute nothing anywhere. */
export const isEnrollment = ({ exitType }: SchoolEnrollment): boolean =>
  exitType !== 'No show' && exitType !== 'Invalid enrollment';

/** The last enrolled day; the day before the exit unless the exit day counts; no end while open. */
export function lastEnrolledDay(enrollment: SchoolEnrollment, exitDayCounts: boolean): Day {
  if (enrollment.exit === undefined) return Number.POSITIVE_INFINITY;
  return exitDayCounts ? enrollment.exit : enrollment.exit - 1;
}

/**
 * Order in which overlapping enrolments are preferred: the primary school, else the latest entry. Where both say the
 * same the lower school id, so that the order of rows never decides.
 */
export function byPreference(a: SchoolEnrollment, b: SchoolEnrollment): number {
  if ((a.primary ?? false) !== (b.primary ?? false)) return a.primary ? -1 : 1;
  if (a.entry !== b.entry) return b.entry - a.entry;
  return a.school < b.school ? -1 : a.school > b.school ? 1 : 0;
}

/**
 * The spans in which a student is enrolled, ascending and without overlap, within `first` to `last`: every day counts
 * at one school at most, also where that school has no instruction that day and the other one has.
 */
export function enrolledSpans(
  enrollments: readonly SchoolEnrollment[],
  within: { readonly first: Day; readonly last: Day },
  exitDayCounts: boolean,
): readonly EnrolledSpan[] {
  const candidates: (EnrolledSpan & { readonly enrollment: SchoolEnrollment })[] = [];
  for (const enrollment of enrollments) {
    const from = Math.max(enrollment.entry, within.first);
    const to = Math.min(lastEnrolledDay(enrollment, exitDayCounts), within.last);
    if (from <= to && isEnrollment(enrollment)) candidates.push({ school: enrollment.school, from, to, enrollment });
  }
  if (candidates.length < 2) return candidates;
  candidates.sort((a, b) => byPreference(a.enrollment, b.enrollment));
  return preferredSpans(candidates);
}

/** Cuts time wherever a candidate begins or ends and gives each piece to the first candidate that covers it. */
function preferredSpans(candidates: readonly EnrolledSpan[]): readonly EnrolledSpan[] {
  const cuts = [...new Set(candidates.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
  const spans: EnrolledSpan[] = [];
  for (const [index, from] of cuts.entries()) {
    const to = (cuts[index + 1] ?? from) - 1;
    const counted = candidates.find((candidate) => candidate.from <= from && to <= candidate.to);
    if (counted === undefined || to < from) continue;
    const before = spans.at(-1);
    if (before?.school === counted.school && before.to === from - 1) spans[spans.length - 1] = { ...before, to };
    else spans.push({ school: counted.school, from, to });
  }
  return spans;
}

/**
 * Whether a student has left: some enrolment of the year lies behind, none is open on the as-of day and none is announced
 * for later in the year (a move over a weekend is no exit).
 */
export function isExited(
  enrollments: readonly SchoolEnrollment[],
  context: {
    readonly asOf: Day;
    readonly schoolYear: { readonly first: Day; readonly last: Day };
    readonly settings: { readonly exitDayCounts: boolean };
  },
): boolean {
  const { asOf, schoolYear, settings } = context;
  let left = false;
  for (const enrollment of enrollments) {
    const last = lastEnrolledDay(enrollment, settings.exitDayCounts);
    if (last < Math.max(enrollment.entry, schoolYear.first) || enrollment.entry > schoolYear.last) continue;
    if (!isEnrollment(enrollment)) continue;
    if (last >= asOf) return false;
    left = true;
  }
  return left;
}
