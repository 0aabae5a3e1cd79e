import * as z from 'zod';
import { checkedTogether } from '../together.ts';

const courses = {
  /** Courses of a pathway that make a concentrator (Perkins V: two). */
  concentratorCourses: z.int().min(1).default(2),
  /** Courses that complete a pathway which the tenant file does not list. */
  completerCourses: z.int().min(1).default(3),
};

/** Cut points of CTE pathways, in courses. */
export const ctePathwayThresholds = z
  .strictObject({
    ...courses,
    /** Tier of a student whose next course is scheduled nowhere; 1 leaves the flag alone. */
    offTrackTier: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(2),
  })
  .check(
    checkedTogether(
      courses,
      ['completerCourses'],
      'a completer has been a concentrator: concentratorCourses ≤ completerCourses',
      ({ concentratorCourses, completerCourses }) => concentratorCourses <= completerCourses,
    ),
  );
