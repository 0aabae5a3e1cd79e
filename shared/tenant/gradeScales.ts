import * as z from 'zod';
import { type GradeScale, type GradeScales, problemsOf, type ScaleMark } from '../domain/academics/gradeScale.ts';
import { type Fraction, parseFraction, ZERO } from '../domain/fraction.ts';
import { checkedTogether, repeated } from './together.ts';

const number = z.string().regex(/^\d{1,6}(\.\d{1,6})?$/, 'write a number as a decimal, such as "89.5"');

const scaleMark = z.strictObject({
  mark: z.string().min(1),
  /** The lowest number that means this mark; it reaches up to the next one's. */
  from: number.optional(),
  /** Grade points; without them it stays out of averages. */
  points: number.optional(),
  /** Of marks without numbers. */
  passing: z.boolean().optional(),
});

const scale = z
  .strictObject({
    /** What `gradeScaleId` of transcripts and grades names. */
    id: z.string().min(1),
    /** The numbers of the scale, both ends included, and the lowest that passes. */
    numbers: z.strictObject({ minimum: number, maximum: number, passing: number }).optional(),
    marks: z.array(scaleMark).default([]),
  })
  .superRefine((value, context) => {
    for (const message of problemsOf(scaleOf(value))) context.addIssue({ code: 'custom', message, input: value });
  });

const scales = z.array(scale).default([]);

/** How marks are read; without a scale no mark is checked. */
export const gradeScaleSettings = z
  .strictObject({
    scales,
    /** The scale of rows that name none; without it they are not checked. */
    default: z.string().optional(),
  })
  .check(
    checkedTogether(
      { scales: z.array(z.looseObject({ id: z.string() })) },
      ['scales'],
      'each scale has an id of its own',
      (settings) => repeated(settings.scales.map((each) => each.id)).length === 0,
    ),
    checkedTogether(
      { scales: z.array(z.looseObject({ id: z.string() })), default: z.string().optional() },
      ['default'],
      'names a scale that is not listed under scales',
      (settings) => settings.default === undefined || settings.scales.some((each) => each.id === settings.default),
    ),
  );

export type GradeScaleSettings = z.infer<typeof gradeScaleSettings>;

/** The scales as rules take them. */
export function gradeScalesOf(settings: GradeScaleSettings): GradeScales {
  const byId = new Map(settings.scales.map((each) => [each.id, scaleOf(each)]));
  const standing = settings.default === undefined ? undefined : byId.get(settings.default);
  return { byId, ...(standing && { default: standing }) };
}

const exact = (decimal: string): Fraction => parseFraction(decimal) ?? ZERO;

function scaleOf({ id, numbers, marks }: Omit<GradeScaleSettings['scales'][number], never>): GradeScale {
  return {
    id,
    marks: marks.map(markOf),
    ...(numbers && {
      numbers: {
        minimum: exact(numbers.minimum),
        maximum: exact(numbers.maximum),
        passing: exact(numbers.passing),
      },
    }),
  };
}

function markOf({ mark, from, points, passing }: z.infer<typeof scaleMark>): ScaleMark {
  return {
    mark,
    ...(from !== undefined && { from: exact(from) }),
    ...(points !== undefined && { points: exact(points) }),
    ...(passing !== undefined && { passing }),
  };
}
