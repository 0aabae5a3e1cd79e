import * as z from 'zod';
import { ROLES } from '../../domain/access/roles.ts';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';

const entry = z
  .strictObject({
    at: instant,
    requestId: z.string(),
    operationId: z.string(),
    actor: z.strictObject({
      subject: z.string().meta({ description: 'The account at the identity provider.' }),
      roles: z.array(z.enum(ROLES)),
      sourcedId: z.string().optional(),
      impersonatedBySourcedId: z.string().optional(),
    }),
    target: z.record(z.string(), z.string()).meta({ description: 'The parameters in the path.' }),
    outcome: z
      .strictObject({ status: z.int(), problem: z.string().optional() })
      .nullable()
      .meta({ description: 'null: the request was cut off; look at what it was to change.' }),
  })
  .meta({ id: 'AuditEntry' });

export const listAuditContract = defineContract({
  method: 'GET',
  path: '/v1/audit',
  operationId: 'listAudit',
  tag: 'Operations',
  summary: 'What was changed, taken out, done in another’s place or refused on a day, the newest first',
  description: 'Append-only. Whom an answer has shown is in the disclosures of each student.',
  roles: ['districtAdmin'],
  query: z.strictObject({
    day: isoDay.optional().meta({ description: 'A UTC day; today without.' }),
    operation: z
      .string()
      .regex(/^[a-z][A-Za-z]{1,60}$/)
      .optional()
      .meta({ description: 'operationId of this document.' }),
    actor: sourcedId.optional(),
    student: sourcedId.optional().meta({ description: 'Of operations with the student in their path.' }),
    limit: limit(50),
    cursor,
  }),
  response: page(entry),
  problems: ['cursor.invalid', 'cursor.other_query'],
});
