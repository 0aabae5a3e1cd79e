import * as z from 'zod';
import { FIELD_CLASSES } from '../../domain/access/fieldClass.ts';
import { ROLES } from '../../domain/access/roles.ts';
import { defineContract } from '../route.ts';

const classes = z.array(z.enum(FIELD_CLASSES));

const inventory = z
  .strictObject({
    district: z.string(),
    collected: z.array(
      z.strictObject({
        file: z.string().meta({ description: 'As docs/files.md calls it.' }),
        what: z.string(),
        usedFor: z.string(),
        classes: classes.meta({ description: 'Classes of students’ data in it; empty: it is not about students.' }),
        fields: z.array(z.string()),
      }),
    ),
    kept: z.array(z.strictObject({ what: z.string(), keptFor: z.string() })),
    seenBy: z.array(z.strictObject({ role: z.enum(ROLES), students: z.string(), classes })),
    sharedWith: z.array(z.string()).meta({ description: 'Parties outside of the district; none.' }),
    decisions: z.string(),
    rights: z.array(z.string()),
    neverDone: z.array(z.string()),
  })
  .meta({ id: 'DataInventory', description: 'What is collected about students, what for, who sees it, for how long.' });

export const getDataInventoryContract = defineContract({
  method: 'GET',
  path: '/v1/data-inventory',
  operationId: 'getDataInventory',
  tag: 'Operations',
  summary: 'What is collected about students, for everybody to read',
  roles: 'public',
  response: inventory,
});
