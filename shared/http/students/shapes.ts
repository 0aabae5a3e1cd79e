import * as z from 'zod';
import { LEGAL_BASES } from '../../domain/access/basis.ts';
import { FIELD_CLASSES } from '../../domain/access/fieldClass.ts';
import { ROLES } from '../../domain/access/roles.ts';
import { isoDay, sourcedId } from '../parameters.ts';
import { assessedTier, domain } from '../tierShapes.ts';

/** Shapes that several answers about students share. */
export const accessReason = z
  .strictObject({
    audience: z.enum(['staff', 'family', 'student']),
    role: z.enum(ROLES),
    scope: z.enum(['district', 'school', 'caseload', 'section', 'ownChild', 'self']),
    basis: z.enum(LEGAL_BASES).meta({ description: 'The ground in FERPA, 34 CFR 99.' }),
    classes: z.array(z.enum(FIELD_CLASSES)).meta({ description: 'What may be seen; the rest is left out.' }),
    school: z.string().optional().meta({ description: 'The school that caller and student share.' }),
    bases: z.array(z.string()).optional().meta({ description: 'What the student is to the caller on the caseload.' }),
    impersonatedBy: z.string().optional().meta({ description: 'Who looks in the caller’s place.' }),
  })
  .meta({ id: 'AccessReason', description: 'Why the caller may see this.' });

export const tierState = {
  domain,
  tier: assessedTier,
  since: isoDay.meta({ description: 'Day from which the student has held this tier.' }),
  flags: z.array(z.string()),
  thresholds: z.string().meta({ description: 'Version of the cut points that decided.' }),
  computedTier: assessedTier.optional().meta({ description: 'What the data give; only while an override acts.' }),
  override: z
    .strictObject({
      overrideId: z.string(),
      author: sourcedId.optional(),
      reason: z.string().optional(),
      expiresOn: isoDay,
    })
    .optional()
    .meta({
      description:
        'The override that sets `tier`, at once and up to its last day; `author` and `reason` for who may read overrides.',
    }),
};
