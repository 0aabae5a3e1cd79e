import * as z from 'zod';
import { add, compare, type Fraction, parseFraction, ZERO } from '../domain/fraction.ts';
import { credits, names } from './credits.ts';
import { checkedTogether, repeated } from './together.ts';

const fits = { subjects: names, courseCodes: names, creditCategories: names, any: z.boolean().default(false) };

/** One area of a requirement plan. A course fits when any of its lists names it; `any` takes every course. */
export const requirementArea = z
  .strictObject({ code: z.string().min(1), title: z.string().min(1), credits, ...fits })
  .check(
    checkedTogether(
      fits,
      ['subjects'],
      'no course fits: name subjects, courseCodes or creditCategories, or set any',
      (area) => area.any || area.subjects.length + area.courseCodes.length + area.creditCategories.length > 0,
    ),
  );

const totals = { totalCredits: credits, areas: z.array(requirementArea).min(1) };

/** Credits due after each term since first-time ninth grade; without it they grow evenly over the years of high school. */
const curve = { totalCredits: credits, expectedCredits: z.array(credits).min(1).max(48).optional() };

const described = { id: z.string().min(1), title: z.string().min(1) };

export const requirementPlan = z.strictObject({ ...described, ...totals, ...curve }).check(
  checkedTogether(
    curve,
    ['expectedCredits'],
    'credits due never fall from term to term, and the last term asks for the total',
    ({ totalCredits, expectedCredits }) =>
      expectedCredits === undefined || isCurve(expectedCredits.map(exact), exact(totalCredits)),
  ),
  checkedTogether(
    totals,
    ['totalCredits'],
    'the areas ask for more than the total',
    ({ totalCredits, areas }) => compare(sum(areas.map((area) => area.credits)), exact(totalCredits)) <= 0,
  ),
  checkedTogether(
    { areas: z.array(z.looseObject({ code: z.string() })) },
    ['areas'],
    'each area has a code of its own',
    ({ areas }) => repeated(areas.map((area) => area.code)).length === 0,
  ),
);

const plans = z.array(requirementPlan).min(1);
const identified = { plans: z.array(z.looseObject({ id: z.string() })) };

/** Terms of the year that a term's name stands for, both included: a full-year course of two semesters spans 1 to 2. */
const termSpan = z
  .strictObject({ from: z.int().min(1).max(6), to: z.int().min(1).max(6) })
  .refine(({ from, to }) => from <= to, 'a term does not end before it begins: from ≤ to');

const schedule = {
  /** Terms in which credit is given: 2 for semesters. */
  termsPerYear: z.int().min(1).max(6).default(2),
  /** School years from first-time ninth grade to graduation. */
  yearsToGraduate: z.int().min(1).max(8).default(4),
  /** Most a student can earn in a term; eight courses of a full year by default. */
  maxCreditsPerTerm: credits.optional(),
  /** What the terms of courseTranscripts.csv span, where neither academicSessions.csv nor their names tell. */
  terms: z.record(z.string().min(1), termSpan).default({}),
};

export const graduationSettings = z
  .strictObject({
    plans,
    /** Plan of students whose enrolment names none. */
    defaultPlan: z.string(),
    /** What a course of a full year is worth, in the unit of the plans: the terms of one course add up to at most this. */
    creditsPerFullCourse: credits.default('1'),
    /** Codes of courses that bring credit every time they are passed, such as band. */
    repeatableCourses: names,
    ...schedule,
  })
  .check(
    checkedTogether(
      { ...identified, defaultPlan: z.string() },
      ['defaultPlan'],
      'names a plan that is not listed under plans',
      (settings) => settings.plans.some((plan) => plan.id === settings.defaultPlan),
    ),
    checkedTogether(
      identified,
      ['plans'],
      'each plan has an id of its own',
      (settings) => repeated(settings.plans.map((plan) => plan.id)).length === 0,
    ),
  );

export type RequirementPlan = z.infer<typeof requirementPlan>;
export type RequirementArea = z.infer<typeof requirementArea>;
export type GraduationSettings = z.infer<typeof graduationSettings>;

const exact = (decimal: string): Fraction => parseFraction(decimal) ?? ZERO;
const sum = (decimals: readonly string[]): Fraction => decimals.map(exact).reduce(add, ZERO);

function isCurve(due: readonly Fraction[], total: Fraction): boolean {
  const rises = due.every((credits, index) => index === 0 || compare(due[index - 1] ?? credits, credits) <= 0);
  return rises && compare(due.at(-1) ?? ZERO, total) === 0;
}
