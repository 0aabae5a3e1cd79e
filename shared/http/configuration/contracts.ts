import * as z from 'zod';
import { thresholdContent } from '../../tenant/thresholds.ts';
import { OPERATORS } from '../operations/contracts.ts';
import { cursor, instant, isoDay, limit, page } from '../parameters.ts';
import { defineContract } from '../route.ts';

const version = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'name a version with letters, digits, dots and dashes, 64 at most')
  .meta({ description: 'Names a set in results; never given twice.', example: '2027-28' });

const authorship = z
  .strictObject({ by: z.string().meta({ description: 'sourcedId of users.csv' }), at: instant })
  .meta({ id: 'Authorship' });

const { shape } = thresholdContent;

const storedContent = thresholdContent.meta({
  id: 'ThresholdSetContent',
  description: 'Cut points by domain from a day on; what is left out is as the field has it.',
});

const set = z
  .strictObject({
    version,
    source: z.enum(['tenantFile', 'api']).meta({ description: 'Where it was written.' }),
    status: z.enum(['past', 'inForce', 'ahead', 'withdrawn']).meta({ description: 'On `day`.' }),
    created: authorship.optional().meta({ description: 'Absent of sets in the tenant file.' }),
    withdrawn: authorship.optional(),
    ...shape,
  })
  .meta({ id: 'ThresholdSet' });

const sets = z
  .strictObject({
    day: isoDay.meta({ description: 'Today in the district.' }),
    inForce: version.meta({ description: 'The set that tiers as of `day` are judged by.' }),
    earliestEffectiveFrom: isoDay.meta({
      description: 'The first day that is not closed yet: from here on sets may be added and withdrawn.',
    }),
    items: z.array(set).meta({ description: 'By effectiveFrom; withdrawn ones last.' }),
  })
  .meta({ id: 'ThresholdSets' });

const change = z
  .strictObject({
    revision: z.int(),
    action: z.enum(['added', 'withdrawn']),
    version,
    effectiveFrom: isoDay,
    ...authorship.shape,
    before: version.meta({ description: 'What was to be in force from effectiveFrom on before the change.' }),
    after: version.meta({ description: 'What is to be in force from then on after it.' }),
  })
  .meta({ id: 'ThresholdsChange' });

const params = z.strictObject({ version });
const shared = { tag: 'Configuration' } as const;

export const getThresholdsContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/config/thresholds',
  operationId: 'getThresholds',
  summary: 'Every set of cut points, who added it, and which is in force today',
  description: 'Its ETag is what changes of the list are made against.',
  roles: OPERATORS,
  response: sets,
  etag: true,
});

export const putThresholdsContract = defineContract({
  ...shared,
  method: 'PUT',
  path: '/v1/config/thresholds/{version}',
  operationId: 'putThresholds',
  summary: 'Adds a set of cut points that takes effect on a day to come',
  description:
    'If-Match is the ETag of the list. A set never changes once it is there: other cut points are a further version, and a set that has not taken effect can be withdrawn. No closed day is judged anew. The same set again changes nothing.',
  roles: ['districtAdmin'],
  params,
  body: storedContent,
  response: set,
  etag: true,
  ifMatch: 'required',
  problems: ['thresholds.version_taken', 'thresholds.day_closed', 'thresholds.day_taken', 'access.staff_unknown'],
});

export const withdrawThresholdsContract = defineContract({
  ...shared,
  method: 'DELETE',
  path: '/v1/config/thresholds/{version}',
  operationId: 'withdrawThresholds',
  summary: 'Withdraws a set that has not taken effect',
  description: 'If-Match is the ETag of the list. The set stays in the list, marked, and its version stays taken.',
  roles: ['districtAdmin'],
  params,
  response: set,
  etag: true,
  ifMatch: 'required',
  problems: ['thresholds.not_found', 'thresholds.in_file', 'thresholds.day_closed', 'access.staff_unknown'],
});

export const listThresholdsChangesContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/config/thresholds/history',
  operationId: 'listThresholdsChanges',
  summary: 'Every change of the list of sets, the newest first',
  roles: OPERATORS,
  query: z.strictObject({ limit: limit(20), cursor }),
  response: page(change).meta({ id: 'ThresholdsChangePage' }),
  problems: ['cursor.invalid', 'cursor.other_query'],
});

export const configurationContracts = [
  getThresholdsContract,
  putThresholdsContract,
  withdrawThresholdsContract,
  listThresholdsChangesContract,
] as const;
