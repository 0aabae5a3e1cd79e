import { parseDay } from '../../../domain/calendar/day.ts';
import { schoolYearOf } from '../../../domain/calendar/schoolYear.ts';
import {
  COURSE_ATTEMPT_RESULTS,
  type CourseAttempt,
  type CourseAttemptResult,
} from '../../../domain/graduation/attempts.ts';
import { auditCredits, type CreditLine } from '../../../domain/graduation/audit.ts';
import { type Credits, formatCredits } from '../../../domain/graduation/credits.ts';
import type { StudentRecord } from '../../../domain/record/studentRecord.ts';
import type { Tenant } from '../../../tenant/tenant.ts';
import { countingRulesOf, planOf } from '../../../yearend/plans.ts';

const MILLIONTHS = 1_000_000;

/**
 * A student's credits against the requirement plan of their enrolment, counted and placed as the year-end audit does it. None
 * before any enrolment says when they first were in grade 9 or which plan is theirs, and none for a plan the tenant file lacks.
 * @param asOf ISO day of the publication
 */
export function creditProgress({ enrollments, transcripts }: StudentRecord, tenant: Tenant, asOf: string) {
  const named = enrollments.findLast(({ graduationPlanId }) => graduationPlanId !== undefined)?.graduationPlanId;
  const began = enrollments.some(({ firstNinthGradeYear }) => firstNinthGradeYear !== undefined);
  if (named === undefined && !began) return [];
  const plan = planOf(tenant.graduation, named ?? tenant.graduation.defaultPlan);
  if (!plan) return [];
  const { name: schoolYear } = schoolYearOf(parseDay(asOf) ?? 0, tenant.schoolYear.startsOn);
  const audit = auditCredits(plan, transcripts.map(attemptOf), countingRulesOf(tenant.graduation, schoolYear));
  const areas = audit.areas.map(({ code, title, ...line }) => ({ code, title, ...lineOf(line) }));
  return [{ plan: { id: plan.id, title: plan.title }, total: lineOf(audit.total), areas }];
}

const lineOf = ({ required, earned, inProgress, remaining }: CreditLine) => ({
  required: formatCredits(required),
  earned: formatCredits(earned),
  inProgress: formatCredits(inProgress),
  remaining: formatCredits(remaining),
});

/** A row of the transcript as the audit takes it; its place in the record stands for that in the file. */
function attemptOf(row: StudentRecord['transcripts'][number], line: number): CourseAttempt {
  const { schoolYear, term, courseCode, courseTitle, academicSubject, creditCategories, courseRepeatCode } = row;
  const { externalSchoolName } = row;
  return {
    ...{ schoolYear, term, courseCode, creditCategories },
    attemptedCredits: creditsOf(row.attemptedCredits),
    earnedCredits: creditsOf(row.earnedCredits),
    result: isResult(row.courseAttemptResult) ? row.courseAttemptResult : 'Incomplete',
    ...(courseTitle !== undefined && { courseTitle }),
    ...(academicSubject !== undefined && { academicSubject }),
    ...(courseRepeatCode !== undefined && { courseRepeatCode }),
    ...(externalSchoolName !== undefined && { externalSchoolName }),
    excludeFromGraduation: row.excludeFromGraduation === true,
    row: { drop: '', file: 'courseTranscripts.csv', line },
  };
}

const isResult = (text: string): text is CourseAttemptResult =>
  (COURSE_ATTEMPT_RESULTS as readonly string[]).includes(text);

/** Records hold decimals of at most six places. */
const creditsOf = (decimal: number): Credits => Math.round(decimal * MILLIONTHS);
