import * as z from 'zod';
import { attendanceThresholds } from './thresholds/attendance.ts';

/** One versioned set of cut points, a section for each domain; what a section leaves out is as the field has it. */
export const thresholdSet = z.strictObject({
  version: z.string().min(1),
  effectiveFrom: z.iso.date(),
  attendance: attendanceThresholds.prefault({}),
});

export type ThresholdSet = z.infer<typeof thresholdSet>;
