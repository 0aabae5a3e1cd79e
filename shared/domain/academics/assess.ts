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
import type { AcademicContext, AcademicRecord, CourseAbout, CourseAttempt, ScreenerScore } from './record.ts';
import { latestScreeners } from './screeners.ts';
import { SUB_DOMAINS, type SubDomain } from './subjects.ts';
import { gradePointAverage, onTrackFinding, unknownSubjects } from './wholeDomain.ts';

/**
 * A student's tier in academics, its sub-domains and what explains them, as of a day. A function of its arguments alone: the
 * same record, in whatever order its rows come, gives the same bytes.
 */
export function assessAcademics(record: AcademicRecord, context: AcademicContext): DomainResult {
  const posted = record.attempts.filter((attempt) => isPosted(attempt, context.schoolYear));
  const latest = latestScreeners(record.screeners);
  const findings = findingsOf(record, posted, latest, context);
  const subDomains = SUB_DOMAINS.map((name) => subDomainOf(name, { record, posted, latest, findings }));
  const hasAverage = findings.some(({ reason }) => reason.code === 'gpa');
  const known = hasAverage || subDomains.some(({ tier }) => tier !== 'notAssessed');
  let asked = 0;
  for (const { tier } of findings) if (tier > asked) asked = tier;
  const tier = known || asked > 1 ? highest(asked) : 'notAssessed';
  return finish({ tier, findings, subDomains, record }, context);
}

/** Everything there is to say, in the order in which it is told where the tiers are the same. */
function findingsOf(
  record: AcademicRecord,
  posted: readonly CourseAttempt[],
  latest: readonly ScreenerScore[],
  context: AcademicContext,
): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (finding: Finding | undefined): void => {
    if (finding !== undefined) findings.push(finding);
  };
  const priorYear = fallsBack(posted, context) ? context.schoolYear - 1 : undefined;
  const failures = failuresOf(record.attempts, priorYear ?? context.schoolYear);
  add(coreFailures(failures.standing, context, priorYear));
  for (const part of SUB_DOMAINS) add(subDomainFailures(failures.standing, part, context, priorYear));
  add(gradePointAverage(record, context));
  for (const part of SUB_DOMAINS) add(screeners(latest, part, context));
  add(onTrackFinding(record, context));
  add(missingAssignments(record.missing, context));
  for (const part of SUB_DOMAINS) add(currentMarks(record.currentMarks, part, context));
  if (priorYear === undefined) add(recoveredFailures(failures, context));
  add(seen('postedMarks', posted.length));
  add(seen('runningMarks', record.currentMarks.length));
  add(unknownSubjects(failures.standing, context));
  add(unknownScreeners(latest, context));
  add(unreadableMarks(record, context));
  return findings;
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
  let asked = 0;
  for (const { tier, subDomain } of findings) if (subDomain === name && tier > asked) asked = tier;
  const known =
    asked > 0 ||
    isAbout(record.currentMarks, name) ||
    isAbout(posted, name) ||
    latest.some(({ subject, level }) => subject.subDomain === name && level !== undefined);
  return { name, tier: known ? highest(asked) : 'notAssessed' };
}

function isAbout(marks: readonly { readonly about: CourseAbout }[], name: SubDomain): boolean {
  for (const { about } of marks) if (about.subject.subDomain === name) return true;
  return false;
}

/** How many marks were looked at. */
const seen = (code: string, count: number): Finding | undefined =>
  count === 0 ? undefined : { tier: 0, reason: { code, value: `${count}` } };

function unreadableMarks({ unreadable }: AcademicRecord, context: AcademicContext): Finding | undefined {
  if (unreadable.length === 0) return undefined;
  const code = 'unreadableMarks';
  const reason = { code, value: `${unreadable.length}`, ...rowsOf(unreadable, context) };
  return { tier: 0, reason, flag: code };
}

interface Outcome {
  readonly tier: AssessedTier;
  readonly findings: readonly Finding[];
  readonly subDomains: readonly SubDomainResult[];
  readonly record: AcademicRecord;
}

/** What asks for the highest tier comes first; the rest as it is listed. */
function finish({ tier, findings, subDomains, record }: Outcome, context: AcademicContext): DomainResult {
  const reasons: Reason[] = tier === 'notAssessed' ? [{ code: 'noData' }] : [];
  for (let asked = 3; asked >= 0; asked--) {
    for (const finding of findings) if (finding.tier === asked) reasons.push(finding.reason);
  }
  const [flags, thresholds] = [flagsOf(findings, record.exited), context.cuts.version];
  const signature = signatureOf({ tier, reasons, flags, thresholds, subDomains });
  return tier === 'notAssessed'
    ? { tier, reasons, flags, thresholds, subDomains, signature }
    : { tier, reasons, flags, asOf: formatDay(record.day), thresholds, subDomains, signature };
}

function flagsOf(findings: readonly Finding[], exited: boolean): readonly string[] {
  const flags: string[] = exited ? ['exited'] : [];
  for (const { flag } of findings) {
    if (flag !== undefined && !flags.includes(flag)) flags.push(flag);
  }
  return flags.length < 2 ? flags : flags.sort();
}

/** The result of a student of whom nothing is on record, or who is not enrolled. */
export function notAssessed(code: 'noData' | 'notEnrolled', exited: boolean, thresholds: string): DomainResult {
  const subDomains = SUB_DOMAINS.map((name) => ({ name, tier: 'notAssessed' as const }));
  const flags = exited ? ['exited'] : [];
  const result = { tier: 'notAssessed' as const, reasons: [{ code }], flags, thresholds, subDomains };
  return { ...result, signature: signatureOf(result) };
}
