import * as z from 'zod';
import { compare, parseFraction, ZERO } from '../../domain/fraction.ts';
import { checkedTogether } from '../together.ts';

const days = z.string().refine((text) => {
  const value = parseFraction(text);
  return value !== undefined && compare(value, ZERO) > 0;
}, 'write an exact number of days above 0: "3", "2.5"');

const majorIncidents = {
  /** From so many major incidents on: tier 2. */
  tier2MajorIncidents: z.int().min(1).default(2),
  /** From so many major incidents on: tier 3. */
  tier3MajorIncidents: z.int().min(2).default(6),
};

/** Cut points of behavior; all are reached at the number itself. */
export const behaviorThresholds = z
  .strictObject({
    ...majorIncidents,
    /** Suspensions in and out of school, one for each action: tier 2. */
    tier2Suspensions: z.int().min(1).default(1),
    /** Days of suspension in and out of school, added up: tier 3. */
    tier3SuspensionDays: days.default('3'),
    tier3Expulsions: z.int().min(1).default(1),
    /** School days below the cut before a step-down. */
    stepDownDays: z.int().min(0).default(10),
    /** So many last school days are reported beside. */
    recentSchoolDays: z.int().min(1).max(366).default(45),
    /** Only incidents of so many last school days count; those of the whole school year when left out. */
    windowSchoolDays: z.int().min(1).max(366).optional(),
  })
  .check(
    checkedTogether(
      majorIncidents,
      ['tier3MajorIncidents'],
      'the cuts go up: tier2MajorIncidents < tier3MajorIncidents',
      ({ tier2MajorIncidents, tier3MajorIncidents }) => tier2MajorIncidents < tier3MajorIncidents,
    ),
  );
