import * as z from 'zod';
import { STAFF_ROLES } from '../../domain/access/roles.ts';
import { instant, isoDay } from '../parameters.ts';
import { defineContract } from '../route.ts';

const freshness = z
  .strictObject({
    day: isoDay.meta({ description: 'The last closed school day, which fresh data would reach.' }),
    edition: z.strictObject({ number: z.int(), generatedAt: z.string() }).nullable(),
    schools: z.array(
      z.strictObject({
        school: z.string(),
        name: z.string(),
        coveredTo: isoDay.nullable().meta({ description: 'The last day whose attendance is known; null: none ever.' }),
        schoolDaysBehind: z.int().meta({ description: 'School days up to the last closed one that are not known.' }),
        stale: z.boolean(),
        daysNotTaken: z.int().meta({
          description: 'Days of the school year whose attendance was not taken: they count for nobody.',
        }),
        latestNotTaken: z.array(isoDay).meta({ description: 'The last ten of them.' }),
        files: z.array(
          z.strictObject({
            file: z.string(),
            generatedAt: z.string().meta({ description: 'Of the last drop that spoke of the school in this file.' }),
            schoolDaysBehind: z.int().meta({ description: 'School days that have closed since.' }),
          }),
        ),
      }),
    ),
    heldDrops: z
      .array(
        z.strictObject({
          dropId: z.string(),
          receivedAt: instant,
          generatedAt: z.string().optional(),
          codes: z.array(z.string()).meta({ description: 'What they are held for.' }),
          files: z.array(z.string()),
          schools: z.array(z.string()),
        }),
      )
      .meta({
        description: 'The newest twenty of the last thirty days that wait for a decision: the data is without them.',
      }),
    files: z.array(
      z.strictObject({
        file: z.string(),
        rows: z.int(),
        generatedAt: z.string().meta({ description: 'Of the last drop that changed or confirmed it.' }),
      }),
    ),
  })
  .meta({ id: 'Freshness', description: 'How far the data reaches, by school and by file.' });

export const getFreshnessContract = defineContract({
  method: 'GET',
  path: '/v1/freshness',
  operationId: 'getFreshness',
  tag: 'Operations',
  summary: 'How far the data reaches',
  description: 'All schools for the district’s own staff; the schools of your roles otherwise.',
  roles: STAFF_ROLES,
  response: freshness,
  problems: ['access.staff_unknown'],
});
