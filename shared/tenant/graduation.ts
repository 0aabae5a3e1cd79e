import * as z from 'zod';

const credits = z.string().regex(/^\d{1,3}(\.\d{1,3})?$/, 'write credits as a decimal, such as "0.5"');

const isDistinct = (names: readonly string[]) => new Set(names).size === names.length;

/** One area of a requirement plan. A course fits when any of its lists names it; `any` takes every course. */
export const requirementArea = z.strictObject({
  code: z.string().min(1),
  title: z.string().min(1),
  credits,
  subjects: z.array(z.string()).default([]),
  courseCodes: z.array(z.string()).default([]),
  creditCategories: z.array(z.string()).default([]),
  any: z.boolean().default(false),
});

export const requirementPlan = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  totalCredits: credits,
  areas: z.array(requirementArea).min(1),
});

export const graduationSettings = z
  .strictObject({
    plans: z.array(requirementPlan).min(1),
    /** Plan of students whose enrolment names none. */
    defaultPlan: z.string(),
    /** What a course of a full year is worth, in the unit of the plans: the terms of one course add up to at most this. */
    creditsPerFullCourse: credits.default('1'),
    /** Codes of courses that bring credit every time they are passed, such as band. */
    repeatableCourses: z.array(z.string().min(1)).default([]),
  })
  .refine((settings) => settings.plans.some((plan) => plan.id === settings.defaultPlan), {
    path: ['defaultPlan'],
    message: 'names a plan that is not listed under plans',
  })
  .refine((settings) => isDistinct(settings.plans.map((plan) => plan.id)), {
    path: ['plans'],
    message: 'give every plan an id of its own',
  })
  .refine((settings) => settings.plans.every((plan) => isDistinct(plan.areas.map((area) => area.code))), {
    path: ['plans'],
    message: 'give every area of a plan a code of its own',
  });

export type RequirementPlan = z.infer<typeof requirementPlan>;
export type RequirementArea = z.infer<typeof requirementArea>;
export type GraduationSettings = z.infer<typeof graduationSettings>;
