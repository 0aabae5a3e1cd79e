import * as z from 'zod';
import { LEGAL_BASES, PURPOSES } from '../../domain/access/basis.ts';
import { FIELD_CLASSES } from '../../domain/access/fieldClass.ts';
import { ROLES } from '../../domain/access/roles.ts';
import { cursor, instant, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';

export const disclosure = z
  .strictObject({
    at: instant,
    audience: z.enum(['staff', 'family', 'student']),
    role: z.enum(ROLES).meta({ description: 'As what the recipient was shown it.' }),
    scope: z.string(),
    purpose: z.enum(PURPOSES),
    basis: z.enum(LEGAL_BASES).meta({ description: 'The ground in FERPA, 34 CFR 99.' }),
    classes: z.array(z.enum(FIELD_CLASSES)).meta({ description: 'Classes of data that were shown.' }),
    recipientSourcedId: z.string().optional(),
    subject: z.string().optional().meta({ description: 'The recipient’s account at the identity provider.' }),
    impersonatedBySourcedId: z.string().optional().meta({ description: 'Who looked in the recipient’s place.' }),
    operationId: z.string().optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Disclosure', description: 'That a student’s record was shown (34 CFR 99.32).' });

export const listDisclosuresContract = defineContract({
  method: 'GET',
  path: '/v1/students/{id}/disclosures',
  operationId: 'listDisclosures',
  tag: 'Records',
  summary: 'To whom a student’s record was shown, the newest first',
  description: 'Append-only, and kept as long as the record. What lists have shown arrives within seconds.',
  roles: ['districtAdmin', 'schoolAdmin'],
  purpose: 'schoolAdministration',
  params: z.strictObject({ id: sourcedId }),
  query: z.strictObject({ limit: limit(50), cursor }),
  response: page(disclosure),
  problems: ['student.not_found', 'access.staff_unknown', 'cursor.invalid', 'cursor.other_query'],
});
