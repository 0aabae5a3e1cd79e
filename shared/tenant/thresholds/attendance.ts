import * as z from 'zod';
import { compare, type Fraction, parseFraction } from '../../domain/fraction.ts';
import { checkedTogether } from '../together.ts';

const share = z
  .string()
  .refine((text) => parseFraction(text) !== undefined, 'write an exact share: "10/100", "1/10" or "0.10"');

const shares = {
  /** From here on: tier 2. */
  tier2: share.default('10/100'),
  /** From here on: tier 3. */
  tier3: share.default('20/100'),
  /** Below tier 2, from here on: watch flag. */
  watch: share.default('5/100'),
};

const enrolledDays = {
  /** Fewer enrolled days than this: not assessed. */
  minimumDays: z.int().min(1).default(10),
  /** From this many enrolled days on rates decide, before it counts. */
  rateFromDays: z.int().min(1).default(20),
};

const earlyCounts = {
  earlyTier2Days: z.int().min(1).default(4),
  earlyWatchDays: z.int().min(1).default(2),
};

/** Cut points of attendance; defaults are those of the field (10 % chronic, 20 % severe). */
export const attendanceThresholds = z
  .strictObject({
    ...shares,
    ...enrolledDays,
    ...earlyCounts,
    /** Instructional days below the cut before a step-down. */
    stepDownDays: z.int().min(0).default(10),
    /** A school this many of its school days behind is stale. */
    staleAfterDays: z.int().min(1).default(2),
  })
  .check(
    checkedTogether(shares, ['tier3'], 'the cuts go up: watch < tier2 < tier3 ≤ 1', ({ watch, tier2, tier3 }) =>
      ascending(watch, tier2, tier3),
    ),
    checkedTogether(
      enrolledDays,
      ['rateFromDays'],
      'rates cannot decide before students are assessed: minimumDays ≤ rateFromDays',
      ({ minimumDays, rateFromDays }) => minimumDays <= rateFromDays,
    ),
    checkedTogether(
      earlyCounts,
      ['earlyWatchDays'],
      'a watch comes before a tier: earlyWatchDays < earlyTier2Days',
      ({ earlyWatchDays, earlyTier2Days }) => earlyWatchDays < earlyTier2Days,
    ),
  );

function ascending(...texts: readonly string[]): boolean {
  const values = texts.map(parseFraction).filter((value): value is Fraction => value !== undefined);
  const within = values.every((value) => value.numerator >= 0n && value.numerator <= value.denominator);
  return within && values.every((value, i) => i === 0 || compare(values[i - 1] ?? value, value) < 0);
}
