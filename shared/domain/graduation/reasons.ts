import { type Fraction, fraction } from '../fraction.ts';
import { MAX_ROW_REFERENCES, type Reason, type RowReference, type Tier } from '../tiers/result.ts';
import { byTime, type CourseAttempt, sizeOf } from './attempts.ts';
import { behindBy } from './behind.ts';
import { formatCredits, formatExactCredits } from './credits.ts';
import { isNamedBy, type RequirementArea, type RequirementPlan } from './plan.ts';
import type { CreditProgress } from './progress.ts';
import type { GraduationRecord } from './record.ts';
import type { DuePoint, GraduationStandard } from './standard.ts';

/** The total against what is due; the rows of earned credits where the student is behind, else their number alone. */
export function earnedReason(
  { earned, counted }: CreditProgress,
  due: DuePoint,
  { plan }: GraduationStandard,
  tier: Tier,
): Reason {
  const compared = { value: formatCredits(earned), cutPoint: formatExactCredits(due.total) };
  const detail = { plan: plan.id, term: due.term };
  if (tier === 1) {
    const sources = counted.length > 0 ? { moreRows: counted.length } : {};
    return { code: 'creditsEarned', ...compared, ...sources, detail };
  }
  const behind = formatExactCredits(behindBy(earned, due.total));
  return { code: 'creditsBehind', ...compared, ...rowsOf(counted), detail: { ...detail, behind, tier } };
}

/** An area that is a full course or more behind. */
export function areaReason(
  { areas, unclassified, counted }: CreditProgress,
  due: DuePoint,
  { plan }: GraduationStandard,
  index: number,
  tier: Tier,
): Reason {
  const area = plan.areas[index];
  const earned = areas[index] ?? 0;
  const expected = due.areas[index] ?? fraction(0);
  const behind = formatExactCredits(behindBy(earned + unclassified, expected));
  return {
    code: 'areaBehind',
    value: formatCredits(earned),
    cutPoint: formatExactCredits(expected),
    items: [area?.title ?? ''],
    ...rowsOf(area ? counted.filter((attempt) => isNamedBy(area, attempt)) : []),
    detail: { plan: plan.id, area: area?.code ?? '', term: due.term, behind, tier },
  };
}

/** More is missing than the terms left can bring. */
export function doesNotFit(
  code: 'areaDoesNotFit' | 'creditsDoNotFit',
  missing: number,
  room: Fraction,
  { termsLeft }: DuePoint,
  plan: RequirementPlan,
  area?: RequirementArea,
): Reason {
  const about = area === undefined ? {} : { area: area.code };
  return {
    code,
    value: formatCredits(missing),
    cutPoint: formatExactCredits(room),
    ...(area && { items: [area.title] }),
    detail: { plan: plan.id, ...about, termsLeft, tier: 3 },
  };
}

/** Courses of required areas that were not passed and have not been made good since. */
export function coursesNotPassed(
  attempts: readonly CourseAttempt[],
  { counted, notCounted }: CreditProgress,
  { plan, rules }: GraduationStandard,
): readonly Reason[] {
  const required = plan.areas.filter((area) => !area.any);
  const open = notCounted
    .filter(({ reason }) => reason === 'failed' || reason === 'incomplete')
    .map(({ attempt }) => attempt)
    .filter((attempt) => required.some((area) => isNamedBy(area, attempt)))
    .filter(({ courseCode }) => {
      const credits = counted.reduce((sum, each) => sum + (each.courseCode === courseCode ? each.earnedCredits : 0), 0);
      return credits === 0 || credits < sizeOf(courseCode, attempts, rules);
    });
  if (open.length === 0) return [];
  return [{ code: 'coursesNotPassed', value: `${open.length}`, items: titlesOf(open.map(titleOf)), ...rowsOf(open) }];
}

/** Running courses: In Progress attempts, else the classes attended. Their credits are not earned. */
export function runningCredits(
  { inProgress }: CreditProgress,
  { attended }: GraduationRecord,
  { schedule }: GraduationStandard,
): readonly Reason[] {
  if (inProgress.length === 0 && attended.length === 0) return [];
  const transcripts = inProgress.reduce((sum, attempt) => sum + attempt.attemptedCredits, 0);
  const terms = attended.reduce((sum, course) => sum + course.terms, 0);
  const { creditsPerFullCourse, termsPerYear } = schedule;
  const credits = fraction(transcripts * termsPerYear + creditsPerFullCourse * terms, termsPerYear);
  const titles = [...inProgress.map(titleOf), ...attended.map(({ title }) => title)];
  return [{ code: 'creditsInProgress', value: formatExactCredits(credits), items: titlesOf(titles) }];
}

/** Courses asked for or booked that neither run nor have brought credit yet. */
export function plannedCredits(
  { counted, inProgress }: CreditProgress,
  { requested, attended }: GraduationRecord,
): readonly Reason[] {
  if (requested.length === 0) return [];
  const known = new Set([...counted, ...inProgress, ...attended].map(({ courseCode }) => courseCode));
  const planned = requested.filter(({ courseCode }) => !known.has(courseCode));
  if (planned.length === 0) return [];
  const credits = planned.reduce((sum, course) => sum + course.credits, 0);
  return [
    { code: 'creditsPlanned', value: formatCredits(credits), items: titlesOf(planned.map(({ title }) => title)) },
  ];
}

/** What makes a reader doubt the figures: contradicting ninth grades, years without a transcript, credits of no area. */
export function noticesOf(
  { firstNinthGradeYears, attempts }: GraduationRecord,
  { unclassified }: CreditProgress,
  { began, schoolYear }: { readonly began: number; readonly schoolYear: number },
): readonly Reason[] {
  const reasons: Reason[] = [];
  if (firstNinthGradeYears.length > 1)
    reasons.push({ code: 'firstNinthGradeYearsDiffer', value: `${began}`, items: firstNinthGradeYears.map(String) });
  const missing: string[] = [];
  for (let year = began; year < schoolYear; year++)
    if (!attempts.some((attempt) => attempt.schoolYear === year)) missing.push(String(year));
  if (missing.length > 0) reasons.push({ code: 'yearsWithoutTranscript', value: `${missing.length}`, items: missing });
  if (unclassified > 0) reasons.push({ code: 'creditsWithoutArea', value: formatCredits(unclassified) });
  return reasons;
}

const titleOf = ({ courseTitle, courseCode }: CourseAttempt): string => courseTitle ?? courseCode;

const titlesOf = (titles: readonly string[]): readonly string[] => [...new Set(titles)].sort();

function rowsOf(attempts: readonly CourseAttempt[]): {
  readonly rows?: readonly RowReference[];
  readonly moreRows?: number;
} {
  if (attempts.length === 0) return {};
  const rows = attempts
    .toSorted(byTime)
    .slice(0, MAX_ROW_REFERENCES)
    .map(({ row }) => row);
  return attempts.length > rows.length ? { rows, moreRows: attempts.length - rows.length } : { rows };
}
