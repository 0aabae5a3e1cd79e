import { createHash } from 'node:crypto';
import type { CourseAttempt } from '../domain/graduation/attempts.ts';
import { auditCredits, type CreditAudit, type CreditLine } from '../domain/graduation/audit.ts';
import { formatCredits } from '../domain/graduation/credits.ts';
import type { CourseRecord, CreditLineRecord, GraduationRecord } from '../store/graduationRecords.ts';
import type { FrozenStudent, YearEndInputs } from './frozen.ts';
import { countingRulesOf, planOf } from './plans.ts';

type Audited = Pick<
  GraduationRecord,
  'plan' | 'status' | 'exceptions' | 'total' | 'areas' | 'outsideAreas' | 'notCounted'
>;

/**
 * Audits a frozen student. A decision of the closing before stays in force while the result is the same, else it is kept
 * as a former one and the student has to be decided anew.
 */
export function graduationRecord(
  inputs: YearEndInputs,
  student: FrozenStudent,
  before: GraduationRecord | undefined,
): GraduationRecord {
  const found = audited(inputs, student);
  const signature = signatureOf(found);
  const stands = before?.signature === signature;
  const fallen = before?.decision && !stands ? [before.decision] : [];
  return {
    sourcedId: student.sourcedId,
    schoolYear: inputs.schoolYear,
    attempt: inputs.attempt,
    edition: inputs.edition,
    configurationVersion: inputs.configurationVersion,
    school: student.school,
    ...found,
    signature,
    ...(stands && before.decision && { decision: before.decision }),
    formerDecisions: [...(before?.formerDecisions ?? []), ...fallen],
  };
}

function audited(inputs: YearEndInputs, student: FrozenStudent): Audited {
  const id = student.plan ?? inputs.graduation.defaultPlan;
  const plan = planOf(inputs.graduation, id);
  if (!plan) {
    const nothing = { areas: [], outsideAreas: [], notCounted: [] };
    return { plan: { id }, status: 'needsReview', exceptions: ['unknownPlan'], ...nothing };
  }
  const audit = auditCredits(plan, student.attempts, countingRulesOf(inputs.graduation, inputs.schoolYear));
  return { plan: { id, title: plan.title }, status: audit.status, exceptions: audit.exceptions, ...linesOf(audit) };
}

function linesOf(audit: CreditAudit) {
  return {
    total: lineRecord(audit.total),
    areas: audit.areas.map((area) => ({
      code: area.code,
      title: area.title,
      ...lineRecord(area),
      courses: area.courses.map((course) => courseRecord(course, course.earnedCredits)),
      coursesInProgress: area.coursesInProgress.map((course) => courseRecord(course, course.attemptedCredits)),
    })),
    outsideAreas: audit.outsideAreas.map((course) => courseRecord(course, course.earnedCredits)),
    notCounted: audit.notCounted.map(({ attempt, reason }) => ({
      ...courseRecord(attempt, attempt.earnedCredits),
      reason,
    })),
  };
}

function lineRecord(line: CreditLine): CreditLineRecord {
  return {
    required: formatCredits(line.required),
    earned: formatCredits(line.earned),
    inProgress: formatCredits(line.inProgress),
    remaining: formatCredits(line.remaining),
  };
}

function courseRecord(attempt: CourseAttempt, credits: number): CourseRecord {
  const { schoolYear, term, courseCode, courseTitle, externalSchoolName, row } = attempt;
  return {
    schoolYear,
    term,
    courseCode,
    ...(courseTitle !== undefined && { courseTitle }),
    credits: formatCredits(credits),
    ...(externalSchoolName !== undefined && { externalSchoolName }),
    row,
  };
}

/** What a decision was made on: plan, status, exceptions, credit lines. Which course filled what may change. */
function signatureOf({ plan, status, exceptions, total, areas }: Audited): string {
  const lines = areas.map(({ code, required, earned, inProgress }) => [code, required, earned, inProgress]);
  const basis = [plan.id, status, exceptions, total?.required, total?.earned, total?.inProgress, lines];
  return createHash('sha256').update(JSON.stringify(basis)).digest('hex').slice(0, 16);
}
