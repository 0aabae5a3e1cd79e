import * as z from 'zod';

const credits = z.string().regex(/^\d{1,3}(\.\d{1,3})?$/, 'write credits as a decimal, such as "0.5"');

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
  })
  .refine((settings) => settings.plans.some((plan) => plan.id === settings.defaultPlan), {
    path: ['defaultPlan'],
    message: 'names a plan that is not listed under plans',
  });

export type RequirementPlan = z.infer<typeof requirementPlan>;
export type RequirementArea = z.infer<typeof requirementArea>;
export type GraduationSettings = z.infer<typeof graduationSettings>;
