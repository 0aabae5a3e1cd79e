import type { CourseAttempt } from '../../../../shared/domain/graduation/attempts.ts';
import { parseCredits } from '../../../../shared/domain/graduation/credits.ts';
import type { RequirementArea, RequirementPlan } from '../../../../shared/domain/graduation/plan.ts';

let line = 1;

/** A passed attempt of one credit in 2026, unless said otherwise. */
export function attempt(courseCode: string, fields: Partial<CourseAttempt> & { readonly credits?: string } = {}) {
  const { credits: written = '1', ...rest } = fields;
  const credits = creditsOf(written);
  const passed = (rest.result ?? 'Pass') === 'Pass';
  line += 1;
  return {
    schoolYear: 2026,
    term: 'FY',
    courseCode,
    attemptedCredits: credits,
    earnedCredits: passed ? credits : 0,
    result: 'Pass',
    creditCategories: [],
    excludeFromGraduation: false,
    row: { drop: 'd', file: 'courseTranscripts', line },
    ...rest,
  } satisfies CourseAttempt;
}

export function area(code: string, credits: string, lists: Partial<RequirementArea> = {}): RequirementArea {
  return {
    code,
    title: code,
    credits: creditsOf(credits),
    subjects: [],
    courseCodes: [],
    creditCategories: [],
    any: false,
    ...lists,
  };
}

export function plan(totalCredits: string, ...areas: readonly RequirementArea[]): RequirementPlan {
  return { id: 'standard', title: 'Standard', totalCredits: creditsOf(totalCredits), areas };
}

export function creditsOf(text: string): number {
  const credits = parseCredits(text);
  if (credits === undefined) throw new Error(`${text} are no credits`);
  return credits;
}
