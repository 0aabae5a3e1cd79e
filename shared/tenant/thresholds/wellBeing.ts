import * as z from 'zod';
import { compare, ONE, parseFraction, ZERO } from '../../domain/fraction.ts';

const share = z.string().refine((text) => {
  const value = parseFraction(text);
  return value !== undefined && compare(value, ZERO) >= 0 && compare(value, ONE) < 0;
}, 'write an exact share below 1: "1/5", "0.20"');

/** Cut points of well-being. */
export const wellBeingThresholds = z.strictObject({
  /** Up to here on its scale, this share itself included, a construct is low: tier 2. */
  lowestShare: share.default('1/5'),
  /** From so many low constructs on a counselor is asked to look at it; self-report alone makes no tier 3. */
  reviewConstructs: z.int().min(1).default(2),
  /** An answer counts on the day it was given and for so many calendar days after. */
  responseDays: z.int().min(1).max(732).default(180),
});
