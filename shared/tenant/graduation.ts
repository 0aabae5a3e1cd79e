import * as z from 'zod';
import { add, compare, type Fraction, parseFraction, ZERO } from '../domain/fraction.ts';
import { checkedTogether, repeated } from './together.ts';

const credits = z.string().regex(/^\d{1,3}(\.\d{1,3})?$/, 'write credits as a decimal, such as "0.5"');
const names = z.array(z.string().min(1)).default([]);

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

export const requirementPlan = z.strictObject({ id: z.string().min(1), title: z.string().min(1), ...totals }).check(
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

export const graduationSettings = z
  .strictObject({
    plans,
    /** Plan of students whose enrolment names none. */
    defaultPlan: z.string(),
    /** What a course of a full year is worth, in the unit of the plans: the terms of one course add up to at most this. */
    creditsPerFullCourse: credits.default('1'),
    /** Codes of courses that bring credit every time they are passed, such as band. */
    repeatableCourses: names,
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
