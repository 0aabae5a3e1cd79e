import * as z from 'zod';
import { compare, parseFraction, ZERO } from '../../domain/fraction.ts';
import { checkedTogether } from '../together.ts';

const average = z.string().regex(/^\d{1,3}(\.\d{1,6})?$/, 'write grade points as a decimal, such as "2.0"');
const credits = z.string().regex(/^\d{1,3}(\.\d{1,3})?$/, 'write credits as a decimal, such as "5"');
const count = z.int().min(1);

const failures = {
  /** Failures in one sub-domain from which on it is tier 2. */
  failuresTier2: count.default(1),
  /** The same for tier 3. */
  failuresTier3: count.default(2),
};

const coreFailures = {
  /** Failures in core courses, over all sub-domains, from which on the domain is tier 2. */
  coreFailuresTier2: count.default(1),
  /** The same for tier 3. */
  coreFailuresTier3: count.default(2),
};

const averages = {
  /** Grade point average below which the domain is tier 2, in grades 9 to 12. */
  gpaTier2: average.default('2.0'),
  /** The same for tier 3. */
  gpaTier3: average.default('1.0'),
};

/** Cut points of academics; defaults are those of the field. */
export const academicThresholds = z
  .strictObject({
    ...failures,
    ...coreFailures,
    /** Current marks below passing in one sub-domain from which on it is tier 2; they never make tier 3. */
    currentMarksTier2: count.default(1),
    ...averages,
    /** Missing assignments over current classes from which on the domain is tier 2. */
    missingAssignmentsTier2: count.default(5),
    /** Full-year courses whose credits a first-time ninth grader needs by the end of the year to be on track. */
    onTrackCourses: credits.default('5'),
    /** Semester failures in core courses that a first-time ninth grader on track has at most. */
    onTrackCoreFailures: z.int().min(0).default(1),
  })
  .check(
    checkedTogether(
      failures,
      ['failuresTier3'],
      'the cuts go up: failuresTier2 ≤ failuresTier3',
      ({ failuresTier2, failuresTier3 }) => failuresTier2 <= failuresTier3,
    ),
    checkedTogether(
      coreFailures,
      ['coreFailuresTier3'],
      'the cuts go up: coreFailuresTier2 ≤ coreFailuresTier3',
      ({ coreFailuresTier2, coreFailuresTier3 }) => coreFailuresTier2 <= coreFailuresTier3,
    ),
    checkedTogether(
      averages,
      ['gpaTier3'],
      'the cuts go down: gpaTier3 ≤ gpaTier2',
      ({ gpaTier2, gpaTier3 }) => compare(exact(gpaTier3), exact(gpaTier2)) <= 0,
    ),
  );

const exact = (decimal: string) => parseFraction(decimal) ?? ZERO;
