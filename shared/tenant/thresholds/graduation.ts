import * as z from 'zod';
import { compare, parseFraction, ZERO } from '../../domain/fraction.ts';
import { checkedTogether } from '../together.ts';

const courses = z
  .string()
  .refine(
    (text) => compare(parseFraction(text) ?? ZERO, ZERO) > 0,
    'write a number of full courses above 0: "1", "1.5" or "3/2"',
  );

const cuts = {
  /** Full courses behind the plan, in total or in an area, from which on: tier 2. */
  tier2CoursesBehind: courses.default('1'),
  /** The same for tier 3. */
  tier3CoursesBehind: courses.default('2'),
};

/** Cut points of graduation, in full courses (`graduation.creditsPerFullCourse`). */
export const graduationThresholds = z
  .strictObject({
    ...cuts,
    /** Whether an area that is behind decides the tier, or is told beside it; what no longer fits decides either way. */
    areasBehind: z.enum(['decide', 'tell']).default('decide'),
  })
  .check(
    checkedTogether(
      cuts,
      ['tier3CoursesBehind'],
      'the cuts go up: tier2CoursesBehind < tier3CoursesBehind',
      ({ tier2CoursesBehind, tier3CoursesBehind }) =>
        compare(parseFraction(tier2CoursesBehind) ?? ZERO, parseFraction(tier3CoursesBehind) ?? ZERO) < 0,
    ),
  );
