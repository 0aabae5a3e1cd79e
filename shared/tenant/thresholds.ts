import * as z from 'zod';
import { academicThresholds } from './thresholds/academics.ts';
import { attendanceThresholds } from './thresholds/attendance.ts';
import { behaviorThresholds } from './thresholds/behavior.ts';
import { ctePathwayThresholds } from './thresholds/ctePathway.ts';
import { graduationThresholds } from './thresholds/graduation.ts';
import { flawsOfRules, type ThresholdRule, thresholdRules } from './thresholds/rules.ts';
import { wellBeingThresholds } from './thresholds/wellBeing.ts';

/** What each domain is judged by. */
export const THRESHOLD_SECTIONS = {
  attendance: attendanceThresholds,
  academics: academicThresholds,
  behavior: behaviorThresholds,
  wellBeing: wellBeingThresholds,
  graduation: graduationThresholds,
  ctePathway: ctePathwayThresholds,
} as const;

/** What decides about schools and not about students. */
const PER_RUN = ['attendance.staleAfterDays'];

const content = {
  effectiveFrom: z.iso.date(),
  attendance: attendanceThresholds.prefault({}),
  academics: academicThresholds.prefault({}),
  behavior: behaviorThresholds.prefault({}),
  wellBeing: wellBeingThresholds.prefault({}),
  graduation: graduationThresholds.prefault({}),
  ctePathway: ctePathwayThresholds.prefault({}),
  /** What is different for some grades, schools or grading periods; applied in order, the later wins. */
  rules: thresholdRules(THRESHOLD_SECTIONS, PER_RUN),
};

const rulesAreSound = z.superRefine<ThresholdContent>((set, context) => {
  for (const { path, message } of flawsOfRules(THRESHOLD_SECTIONS, set)) {
    context.addIssue({ code: 'custom', path: [...path], message, input: set });
  }
});

/** What a set says, without its name. */
export const thresholdContent = z.strictObject(content).check(rulesAreSound);

/** One versioned set of cut points, a section for each domain; what a section leaves out is as the field has it. */
export const thresholdSet = z.strictObject({ version: z.string().min(1), ...content }).check(rulesAreSound);

/** The same as it is kept once it has been accepted: whether rules go together was judged then, and takes its time. */
export const keptThresholdSet = z.strictObject({ version: z.string().min(1), ...content });

type ContentShape = z.ZodObject<typeof content, z.core.$strict>;
export type ThresholdContent = z.output<ContentShape>;
export type ThresholdSet = { version: string } & ThresholdContent;
export type SetRule = ThresholdRule<typeof THRESHOLD_SECTIONS>;
