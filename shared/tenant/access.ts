import * as z from 'zod';
import { ROLES } from '../domain/access/roles.ts';

/** Who may see what beyond the roles' usual reach. */
export const accessSettings = z.strictObject({
  /** Roles that read restricted notes of students in their scope; authors always read their own. */
  restrictedNotes: z.array(z.enum(ROLES).extract(['districtAdmin', 'schoolAdmin', 'counselor'])).default(['counselor']),
  /**
   * What families keep when a student turns 18 and the rights move to the student (34 CFR 99.5): access to a student whom
   * staff have recorded as their dependent (99.31(a)(8)), access the student has consented to (99.30), or none.
   */
  familyAccessAt18: z.enum(['dependentStudent', 'consent', 'off']).default('off'),
});
