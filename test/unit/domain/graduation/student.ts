import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import { assessGraduation } from '../../../../shared/domain/graduation/assess.ts';
import type { CourseAttempt } from '../../../../shared/domain/graduation/attempts.ts';
import { behindCuts } from '../../../../shared/domain/graduation/behind.ts';
import type { CreditSchedule } from '../../../../shared/domain/graduation/curve.ts';
import type { RequirementPlan } from '../../../../shared/domain/graduation/plan.ts';
import type { GraduationRecord } from '../../../../shared/domain/graduation/record.ts';
import { type GraduationStandard, graduationStandard } from '../../../../shared/domain/graduation/standard.ts';
import { termSpanReader } from '../../../../shared/domain/graduation/termSpan.ts';
import { area, attempt, creditsOf, plan } from './transcript.ts';

/** The school year in which students are looked at. */
export const YEAR = 2027;

/** Semesters, four years, one credit a course, at most four credits a semester. */
export const SCHEDULE: CreditSchedule = {
  creditsPerFullCourse: creditsOf('1'),
  termsPerYear: 2,
  terms: 8,
  maxCreditsPerTerm: fraction(creditsOf('4')),
};

/** 24 credits: English 4, mathematics 3, world language 2, the rest electives. */
export const PLAN = plan(
  '24',
  area('ENG', '4', { subjects: ['English'] }),
  area('MATH', '3', { subjects: ['Mathematics'] }),
  area('LANG', '2', { subjects: ['World Language'] }),
  area('ELEC', '15', { any: true }),
);

export function standardOf(requirements: RequirementPlan = PLAN, fields: Partial<GraduationStandard> = {}) {
  return graduationStandard({
    plan: requirements,
    schedule: SCHEDULE,
    rules: { schoolYear: YEAR, creditsPerFullCourse: SCHEDULE.creditsPerFullCourse, repeatableCourses: [] },
    cuts: behindCuts({ tier2CoursesBehind: '1', tier3CoursesBehind: '2' }, SCHEDULE.creditsPerFullCourse),
    areasDecide: true,
    version: 'v1',
    ...fields,
  });
}

export const spanOf = termSpanReader({
  termsPerYear: 2,
  terms: {},
  sessions: [],
  yearNamed: () => ({ first: 0, last: 364 }),
});

/** A tenth grader by cohort, whose last year has posted and of whose running year nothing has. */
export function student(attempts: readonly CourseAttempt[], fields: Partial<GraduationRecord> = {}): GraduationRecord {
  return {
    day: parseDay('2026-10-01')!,
    exited: false,
    firstNinthGradeYears: [YEAR - 1],
    plan: 'standard',
    posted: { thisYear: 0, yearBefore: 2 },
    attempts,
    requested: [],
    attended: [],
    ...fields,
  };
}

export function assess(record: GraduationRecord, standard: GraduationStandard = standardOf()) {
  const result = assessGraduation(record, standard, { schoolYear: YEAR, spanOf });
  if (result === undefined) throw new Error('nothing is due');
  return result;
}

export const passed = (code: string, subject: string, fields: Parameters<typeof attempt>[1] = {}) =>
  attempt(code, { schoolYear: YEAR - 1, academicSubject: subject, ...fields });

/** Credits in electives, as many courses of one credit as asked for and a rest. */
export function electives(credits: string): CourseAttempt[] {
  const whole = Math.floor(Number(credits));
  const rest = creditsOf(credits) - creditsOf(String(whole));
  const courses = Array.from({ length: whole }, (_, index) => passed(`ELEC${index}`, 'Arts'));
  return rest === 0 ? courses : [...courses, passed('ELECX', 'Arts', { attemptedCredits: rest, earnedCredits: rest })];
}

export const reasonOf = (result: { reasons: readonly { code: string }[] }, code: string) =>
  result.reasons.find((reason) => reason.code === code);
