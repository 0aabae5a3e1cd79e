import { formatDay } from '../calendar/day.ts';
import type { AssessedTier, DomainResult, Reason, SubDomainResult } from '../tiers/result.ts';
import { signatureOf } from '../tiers/signature.ts';
import { failuresOf } from './failures.ts';
import {
  coreFailures,
  currentMarks,
  type Finding,
  missingAssignments,
  recoveredFailures,
  rowsOf,
  screeners,
  subDomainFailures,
  unknownScreeners,
} from './findings.ts';
import type { AcademicContext, AcademicRecord, CourseAttempt, ScreenerScore } from './record.ts';
import { latestScreeners } from './screeners.ts';
import { SUB_DOMAINS, type SubDomain } from './subjects.ts';
import { gradePointAverage, onTrackFinding, unknownSubjects } from './wholeDomain.ts';

/**
 * A student's tier in academics, its sub-domains and what explains them, as of a day. A function of its arguments alone: the
 * same record, in whatever order its rows come, gives the same bytes.
 */
export function assessAcademics(record: AcademicRecord, context: AcademicContext): DomainResult {
  const posted = record.attempts.filter((attempt) => isPosted(attempt, context.schoolYear));
  const priorYear = fallsBack(posted, context) ? context.schoolYear - 1 : undefined;
  const failures = failuresOf(record.attempts, priorYear ?? context.schoolYear);
  const latest = latestScreeners(record.screeners);
  const average = gradePointAverage(record, context);
  const findings: Finding[] = [
    ...coreFailures(failures.standing, context, priorYear),
    ...SUB_DOMAINS.flatMap((part) => subDomainFailures(failures.standing, part, context, priorYear)),
    ...average,
    ...SUB_DOMAINS.flatMap((part) => screeners(latest, part, context)),
    ...onTrackFinding(record, context),
    ...missingAssignments(record.missing, context),
    ...SUB_DOMAINS.flatMap((part) => currentMarks(record.currentMarks, part, context)),
    ...(priorYear === undefined ? recoveredFailures(failures, context) : []),
    ...marksSeen(record, posted),
    ...unknownSubjects(failures.standing, context),
    ...unknownScreeners(latest, context),
    ...unreadableMarks(record, context),
  ];
  const subDomains = SUB_DOMAINS.map((name) => subDomainOf(name, { record, posted, latest, findings }));
  const known = average.length > 0 || subDomains.some(({ tier }) => tier !== 'notAssessed');
  const asked = findings.reduce((most, { tier }) => Math.max(most, tier), 0);
  const tier = known || asked > 1 ? highest(asked) : 'notAssessed';
  return finish({ tier, findings, subDomains, record }, context);
}

/** A result of a term of this year that has been posted. */
const isPosted = ({ schoolYear, outcome }: CourseAttempt, thisYear: number): boolean =>
  schoolYear === thisYear && outcome !== 'open';

/** Before the first term has posted, last year's failures stand; a summer term is no such term. */
const fallsBack = (posted: readonly CourseAttempt[], { priorYearFailures }: AcademicContext): boolean =>
  priorYearFailures && posted.every(({ term }) => term.summer);

const highest = (asked: number): 1 | 2 | 3 => (asked >= 3 ? 3 : asked === 2 ? 2 : 1);

interface Seen {
  readonly record: AcademicRecord;
  readonly posted: readonly CourseAttempt[];
  readonly latest: readonly ScreenerScore[];
  readonly findings: readonly Finding[];
}

/** The tier in a sub-domain: what is asked for there, tier 1 where something is known of it, else not assessed. */
function subDomainOf(name: SubDomain, { record, posted, latest, findings }: Seen): SubDomainResult {
  const asked = findings.reduce((most, { tier, subDomain }) => (subDomain === name ? Math.max(most, tier) : most), 0);
  const known =
    asked > 1 ||
    posted.some(({ about }) => about.subject.subDomain === name) ||
    record.currentMarks.some(({ about }) => about.subject.subDomain === name) ||
    latest.some(({ subject, level }) => subject.subDomain === name && level !== undefined);
  return { name, tier: known ? highest(asked) : 'notAssessed' };
}

/** How many marks were looked at, where none of them asks for anything. */
function marksSeen({ currentMarks: marks }: AcademicRecord, posted: readonly CourseAttempt[]): readonly Finding[] {
  const seen: Finding[] = [];
  if (posted.length > 0) seen.push({ tier: 0, reason: { code: 'postedMarks', value: `${posted.length}` } });
  if (marks.length > 0) seen.push({ tier: 0, reason: { code: 'runningMarks', value: `${marks.length}` } });
  return seen;
}

function unreadableMarks({ unreadable }: AcademicRecord, context: AcademicContext): readonly Finding[] {
  if (unreadable.length === 0) return [];
  return [
    { tier: 0, reason: { code: 'unreadableMarks', value: `${unreadable.length}`, ...rowsOf(unreadable, context) } },
  ];
}

const FLAGS: ReadonlySet<string> = new Set(['unknownScreenerLevel', 'unknownSubject', 'unreadableMarks']);
const PRIOR_YEAR: ReadonlySet<string> = new Set(['priorYearFailures', 'priorYearCoreFailures']);

interface Outcome {
  readonly tier: AssessedTier;
  readonly findings: readonly Finding[];
  readonly subDomains: readonly SubDomainResult[];
  readonly record: AcademicRecord;
}

/** What asks for the highest tier comes first; the rest as it is listed. */
function finish({ tier, findings, subDomains, record }: Outcome, context: AcademicContext): DomainResult {
  const reasons: Reason[] = tier === 'notAssessed' ? [{ code: 'noData' }] : [];
  for (const { reason } of findings.toSorted((a, b) => b.tier - a.tier)) reasons.push(reason);
  const flags = reasons.flatMap(({ code }) => (FLAGS.has(code) ? [code] : PRIOR_YEAR.has(code) ? ['priorYear'] : []));
  if (record.exited) flags.push('exited');
  const result = {
    tier,
    reasons,
    flags: [...new Set(flags)].sort(),
    ...(tier === 'notAssessed' ? {} : { asOf: formatDay(record.day) }),
    thresholds: context.cuts.version,
    subDomains,
  };
  return { ...result, signature: signatureOf(result) };
}

/** The result of a student of whom nothing is on record, or who is not enrolled. */
export function notAssessed(code: 'noData' | 'notEnrolled', exited: boolean, thresholds: string): DomainResult {
  const subDomains = SUB_DOMAINS.map((name) => ({ name, tier: 'notAssessed' as const }));
  const flags = exited ? ['exited'] : [];
  const result = { tier: 'notAssessed' as const, reasons: [{ code }], flags, thresholds, subDomains };
  return { ...result, signature: signatureOf(result) };
}
