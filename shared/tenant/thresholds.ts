import * as z from 'zod';
import { parseFraction } from '../domain/fraction.ts';

const share = z
  .string()
  .refine((text) => parseFraction(text) !== undefined, 'write an exact share: "10/100", "1/10" or "0.10"');

/** One versioned set of cut points; defaults are those of the field (10 % chronic, 20 % severe). */
export const attendanceThresholds = z.strictObject({
  version: z.string().min(1),
  effectiveFrom: z.iso.date(),
  attendance: z.strictObject({
    tier2: share.default('10/100'),
    tier3: share.default('20/100'),
    /** Below tier 2, from here on: watch flag. */
    watch: share.default('5/100'),
    /** Fewer enrolled days than this: not assessed. */
    minimumDays: z.int().min(1).default(10),
    /** From this many enrolled days on rates decide, before it counts. */
    rateFromDays: z.int().min(1).default(20),
    earlyTier2Days: z.int().min(1).default(4),
    earlyWatchDays: z.int().min(1).default(2),
    /** Instructional days below the cut before a step-down. */
    stepDownDays: z.int().min(0).default(10),
    /** A school this many of its school days behind is stale. */
    staleAfterDays: z.int().min(1).default(2),
  }),
});

export type AttendanceThresholds = z.infer<typeof attendanceThresholds>;
