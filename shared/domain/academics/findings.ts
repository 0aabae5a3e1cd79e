import { formatDay } from '../calendar/day.ts';
import { MAX_ROW_REFERENCES, type Reason, type Tier } from '../tiers/result.ts';
import { byTime, type SortedFailures } from './failures.ts';
import type { AcademicContext, CourseAttempt, CurrentMark, MissingWork, RowPlace, ScreenerScore } from './record.ts';
import type { ScreenerLevel } from './screenerLevels.ts';
import type { SubDomain } from './subjects.ts';

/** A reason and the tier it asks for; 0 only informs. */
export interface Finding {
  readonly tier: Tier | 0;
  readonly reason: Reason;
  /** The sub-domain it is about; absent for the domain as a whole. */
  readonly subDomain?: SubDomain;
  /** What the result is flagged with because of it. */
  readonly flag?: string;
}

/** Rows behind a reason; at most 50, the rest counted. */
export function rowsOf(
  places: readonly RowPlace[],
  { referenceTo }: AcademicContext,
): Pick<Reason, 'rows' | 'moreRows'> {
  if (places.length === 0) return {};
  const rows = places.slice(0, MAX_ROW_REFERENCES).map(referenceTo);
  const more = places.length - rows.length;
  return more > 0 ? { rows, moreRows: more } : { rows };
}

const titleOf = ({ about }: { readonly about: { readonly title: string } }): string => about.title;

/** The tier a number of failures reaches, and the cut it is told by. */
function reached(
  count: number,
  tier2: number,
  tier3: number,
): { readonly tier: 2 | 3; readonly cut: number } | undefined {
  if (count >= tier3) return { tier: 3, cut: tier3 };
  return count >= tier2 ? { tier: 2, cut: tier2 } : undefined;
}

/** Core failures over all sub-domains; last school year's under a code of their own. */
export function coreFailures(
  standing: readonly CourseAttempt[],
  context: AcademicContext,
  priorYear: number | undefined,
): Finding | undefined {
  if (standing.length === 0) return undefined;
  const { coreFailuresTier2, coreFailuresTier3 } = context.cuts;
  const core = standing.filter(({ about }) => about.subject.core);
  const found = reached(core.length, coreFailuresTier2, coreFailuresTier3);
  if (found === undefined) return undefined;
  const code = priorYear === undefined ? 'coreFailures' : 'priorYearCoreFailures';
  const reason = failureReason(code, core, found, context, schoolYear(priorYear));
  return { tier: found.tier, reason, ...flagOf(priorYear) };
}

/** Failures of one sub-domain, core or not. */
export function subDomainFailures(
  standing: readonly CourseAttempt[],
  subDomain: SubDomain,
  context: AcademicContext,
  priorYear: number | undefined,
): Finding | undefined {
  if (standing.length === 0) return undefined;
  const own = standing.filter(({ about }) => about.subject.subDomain === subDomain);
  const found = reached(own.length, context.cuts.failuresTier2, context.cuts.failuresTier3);
  if (found === undefined) return undefined;
  const code = priorYear === undefined ? 'failures' : 'priorYearFailures';
  const detail = { subDomain, ...schoolYear(priorYear) };
  const reason = failureReason(code, own, found, context, detail);
  return { tier: found.tier, subDomain, reason, ...flagOf(priorYear) };
}

const flagOf = (priorYear: number | undefined) => (priorYear === undefined ? {} : { flag: 'priorYear' });

const schoolYear = (year: number | undefined) => (year === undefined ? {} : { schoolYear: year });

function failureReason(
  code: string,
  failures: readonly CourseAttempt[],
  { tier, cut }: { readonly tier: 2 | 3; readonly cut: number },
  context: AcademicContext,
  detail: NonNullable<Reason['detail']>,
): Reason {
  return {
    code,
    value: `${failures.length}`,
    cutPoint: `${cut}`,
    items: failures.map(titleOf),
    ...rowsOf(failures, context),
    detail: { ...detail, tier },
  };
}

/** Failures that were made good; told, and no failures any more. */
export function recoveredFailures({ recovered }: SortedFailures, context: AcademicContext): Finding | undefined {
  if (recovered.length === 0) return undefined;
  const items = recovered.toSorted(byTime).map(titleOf);
  const reason = { code: 'recoveredFailures', value: `${recovered.length}`, items, ...rowsOf(recovered, context) };
  return { tier: 0, reason };
}

/** Current marks below passing: tier 2 at most, whatever their number. */
export function currentMarks(
  marks: readonly CurrentMark[],
  subDomain: SubDomain,
  context: AcademicContext,
): Finding | undefined {
  if (marks.every(({ about, passes }) => passes || about.subject.subDomain !== subDomain)) return undefined;
  const below = marks.filter(({ about, passes }) => !passes && about.subject.subDomain === subDomain);
  const cut = context.cuts.currentMarksTier2;
  const ordered = below.toSorted(byTitle);
  const isReached = below.length >= cut;
  const reason: Reason = {
    code: 'currentMarks',
    value: `${below.length}`,
    cutPoint: `${cut}`,
    items: ordered.map(titleOf),
    ...rowsOf(ordered, context),
    detail: { subDomain, tier: 2 },
  };
  return { tier: isReached ? 2 : 1, subDomain, reason };
}

/** Missing assignments over running classes. Below the cut their number informs, and is no change day by day. */
export function missingAssignments(missing: readonly MissingWork[], context: AcademicContext): Finding | undefined {
  let sum = 0;
  for (const { count } of missing) sum += count;
  if (sum === 0) return undefined;
  const cut = context.cuts.missingAssignmentsTier2;
  const some = missing.filter(({ count }) => count > 0).sort(byTitle);
  const told = { code: 'missingAssignments', value: `${sum}`, items: some.map(titleOf) };
  if (sum < cut) return { tier: 0, reason: told };
  const places = some.flatMap((work) => work.places);
  return { tier: 2, reason: { ...told, cutPoint: `${cut}`, ...rowsOf(places, context), detail: { tier: 2 } } };
}

const TIER_OF_LEVEL: Readonly<Record<ScreenerLevel, Tier>> = {
  atBenchmark: 1,
  belowBenchmark: 2,
  wellBelowBenchmark: 3,
};

/** The lowest level among the latest screeners of a sub-domain, with those that say it. */
export function screeners(
  latest: readonly ScreenerScore[],
  subDomain: SubDomain,
  context: AcademicContext,
): Finding | undefined {
  let level: ScreenerLevel | undefined;
  for (const score of latest) {
    if (score.subject.subDomain !== subDomain || score.level === undefined) continue;
    if (level === undefined || TIER_OF_LEVEL[score.level] > TIER_OF_LEVEL[level]) level = score.level;
  }
  if (level === undefined) return undefined;
  const own: ScreenerScore[] = [];
  for (const score of latest) if (score.subject.subDomain === subDomain && score.level === level) own.push(score);
  const tier = TIER_OF_LEVEL[level];
  const [code, value, dates, items] = ['screener', level, datesOf(own), own.map(({ title }) => title)];
  const detail = { subDomain, tier };
  if (tier === 1) return { tier, subDomain, reason: { code, value, dates, items, detail } };
  return { tier, subDomain, reason: { code, value, cutPoint: level, dates, items, ...rowsOf(own, context), detail } };
}

function datesOf(scores: readonly ScreenerScore[]): readonly string[] {
  const [only] = scores;
  if (scores.length === 1 && only) return [formatDay(only.day)];
  return [...new Set(scores.map(({ day }) => formatDay(day)))].sort();
}

/** Screeners whose words nobody explains, by title: they decide nothing. */
export function unknownScreeners(latest: readonly ScreenerScore[], context: AcademicContext): Finding | undefined {
  if (latest.every(({ level }) => level !== undefined)) return undefined;
  const unknown = latest.filter(({ level }) => level === undefined);
  const items = [...new Set(unknown.map(({ title }) => title))];
  const code = 'unknownScreenerLevel';
  const reason = { code, value: `${unknown.length}`, items, ...rowsOf(unknown, context) };
  return { tier: 0, reason, flag: code };
}

const byTitle = (a: CurrentMark | MissingWork, b: CurrentMark | MissingWork): number => {
  const [x, y] = [a.about, b.about];
  return order(x.title, y.title) || order(x.code, y.code);
};

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
