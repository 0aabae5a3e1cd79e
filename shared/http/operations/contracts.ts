import * as z from 'zod';
import { cursor, instant, isoDay, limit, page } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { domain, tierCounts } from '../tierShapes.ts';
import { listAuditContract } from './auditContract.ts';
import { getDataInventoryContract } from './dataInventoryContract.ts';
import { getFreshnessContract } from './freshnessContract.ts';

/** Those who run the feeds; nothing here names a student. */
export const OPERATORS = ['districtAdmin', 'dataManager'] as const;

const hold = z
  .strictObject({
    code: z.string(),
    file: z.string().optional(),
    school: z.string().optional(),
    message: z.string(),
  })
  .meta({
    id: 'Hold',
    description: 'Why something is held, or was until its release; the last good data stays in force.',
  });

const holdDecision = z
  .strictObject({ by: z.string(), at: instant, reason: z.string() })
  .meta({ id: 'HoldDecision', description: 'What a person decided about something held; `by` is their sourcedId.' });

const failure = z
  .strictObject({ error: z.string() })
  .meta({ id: 'Failure', description: 'The name of the error; the function logs tell more.' });

const DROP_STATUSES = [
  'received',
  'waiting',
  'normalizing',
  'published',
  'unchanged',
  'superseded',
  'held',
  'discarded',
  'failed',
] as const;

const RUN_STATUSES = ['assessing', 'held', 'discarded', 'publishing', 'published', 'skipped', 'failed'] as const;

const dropFields = {
  dropId: z.string(),
  objectKey: z.string(),
  kind: z.enum(['zip', 'folder']),
  size: z.int().meta({ description: 'Bytes.' }),
  status: z.enum(DROP_STATUSES),
  receivedAt: instant,
  generatedAt: z.string().optional().meta({ description: 'When the SIS made it; drops are put in this order.' }),
  finishedAt: instant.optional(),
  edition: z.int().optional().meta({ description: 'The edition of the data it made.' }),
  release: holdDecision.optional().meta({ description: 'It was let in as it is: guards hold it no more.' }),
  discard: holdDecision.optional(),
};

export const fileAccount = z
  .strictObject({
    file: z.string().meta({ description: 'As it is called in the drop.' }),
    table: z.string().meta({ description: 'The table it is read into, by which results name their rows.' }),
    rows: z.int(),
    accepted: z.int(),
    unchanged: z.int(),
    rejected: z.int(),
    deleted: z.int().meta({ description: 'Rows of a delta that delete.' }),
    removed: z.int().meta({ description: 'Records that a bulk file no longer carries; no rows of the file.' }),
  })
  .meta({ id: 'FileAccount', description: 'accepted + unchanged + rejected + deleted = rows' });

export const dropRow = z.strictObject({ ...dropFields, holds: z.int() }).meta({ id: 'DropRow' });

const diagnostic = z
  .strictObject({
    severity: z.enum(['rejected', 'notice']),
    file: z.string(),
    line: z.int().meta({ description: 'Physical line, 1 is the header; 0 for the whole file.' }),
    column: z.string().optional(),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'Diagnostic' });

const schoolAccount = z
  .strictObject({
    file: z.string(),
    school: z.string().meta({ description: 'Empty for records that name no school.' }),
    added: z.int(),
    corrected: z.int(),
    unchanged: z.int(),
    deleted: z.int().meta({ description: 'Rows of a delta that delete.' }),
    removed: z.int().meta({ description: 'Records that a bulk file no longer carries.' }),
  })
  .meta({ id: 'SchoolAccount', description: 'What a file does to the records of one school.' });

export const drop = z
  .strictObject({
    ...dropFields,
    files: z.array(fileAccount),
    setAside: z.array(z.string()).meta({ description: 'Known files that nothing reads yet.' }),
    reconciliation: z
      .strictObject({
        items: z.array(schoolAccount).meta({ description: 'At most 5,000.' }),
        omitted: z.int().meta({ description: 'How many more there are.' }),
      })
      .meta({
        id: 'Reconciliation',
        description: 'By file and school, what has changed against the data before; of a held drop, what would change.',
      }),
    holds: z.array(hold),
    diagnosticCounts: z.record(z.string(), z.int()).meta({ description: 'All of them, by code.' }),
    diagnostics: page(diagnostic).meta({
      description: 'Pages of the first 10,000; `limit`, `cursor`, `file` and `code` are for these.',
    }),
    failure: failure.optional(),
  })
  .meta({ id: 'Drop' });

const runFields = {
  runId: z.string(),
  date: isoDay.meta({ description: 'The district’s date of the run.' }),
  attempt: z.int(),
  status: z.enum(RUN_STATUSES),
  startedAt: instant,
  finishedAt: instant.optional(),
  edition: z.int().optional(),
  configurationVersion: z.string().optional(),
  thresholds: z.string().optional().meta({ description: 'Version of the threshold set in force on asOf.' }),
  asOf: isoDay.optional(),
  students: z.int().optional(),
  changed: z.int().optional().meta({ description: 'Students whose tier or reasons changed.' }),
  tierChanges: z.int().optional(),
  skipped: z.string().optional().meta({ description: 'Why it was skipped.' }),
  heldDrops: z
    .int()
    .optional()
    .meta({ description: 'Held drops that nobody had decided about: the run is without them.' }),
  release: holdDecision.optional().meta({ description: 'It was published as it was assessed, held or not.' }),
  discard: holdDecision.optional(),
};

export const runRow = z.strictObject(runFields).meta({ id: 'RunRow' });

const pyramidRemark = z
  .strictObject({
    tier: z.int().min(1).max(3),
    students: z.int(),
    assessed: z.int(),
    typical: z.strictObject({ from: z.int(), to: z.int() }).meta({ description: 'Percent of the assessed.' }),
    position: z.enum(['below', 'above']),
  })
  .meta({ id: 'PyramidRemark', description: 'Where the district differs from the typical pyramid of support.' });

export const run = z
  .strictObject({
    ...runFields,
    comparedWith: z.string().optional().meta({ description: 'The published run it was compared with.' }),
    staleSchools: z.array(z.string()),
    summaries: z.array(
      z.strictObject({
        domain,
        counts: tierCounts,
        pyramid: z.array(pyramidRemark).optional(),
        bySchool: z.record(z.string(), tierCounts),
      }),
    ),
    holds: z.array(hold),
    failure: failure.optional(),
  })
  .meta({ id: 'Run' });

/** A list by the instant of coming, and what of it is asked for. */
const listing = <const Status extends readonly [string, ...string[]]>(statuses: Status) =>
  z.strictObject({
    status: z.enum(statuses).optional(),
    from: instant.optional().meta({ description: 'Not before this instant.' }),
    to: instant.optional().meta({ description: 'Before this instant.' }),
    sort: z.enum(['newest', 'oldest']).default('newest'),
    limit: limit(20),
    cursor,
  });

export const dropParams = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/, 'a drop id is 32 hexadecimal digits'),
});

export const runParams = z.strictObject({
  id: z.string().regex(/^\d{4}-\d{2}-\d{2}\.\d{1,4}$/, 'a run id is a date and an attempt, such as 2027-01-15.1'),
});

export const listDropsContract = defineContract({
  method: 'GET',
  path: '/v1/drops',
  operationId: 'listDrops',
  tag: 'Operations',
  summary: 'Drops of SIS files, by the instant of their receipt',
  roles: OPERATORS,
  query: listing(DROP_STATUSES),
  response: page(dropRow).meta({ id: 'DropPage' }),
  problems: ['cursor.invalid', 'cursor.other_query'],
});

export const getDropContract = defineContract({
  method: 'GET',
  path: '/v1/drops/{id}',
  operationId: 'getDrop',
  tag: 'Operations',
  summary: 'One drop: what came of each file, what is held or rejected and why',
  roles: OPERATORS,
  params: dropParams,
  query: z.strictObject({
    file: z.string().min(1).max(100).optional(),
    code: z.string().min(1).max(100).optional(),
    limit: limit(20),
    cursor,
  }),
  response: drop,
  problems: ['drop.not_found', 'cursor.invalid', 'cursor.other_query'],
});

export const getRejectsContract = defineContract({
  method: 'GET',
  path: '/v1/drops/{id}/rejects.csv',
  operationId: 'getRejects',
  tag: 'Operations',
  summary: 'What a drop’s files had rejected, as a CSV file for the people who keep the data',
  description:
    'Columns: file, line, column, code, message; never a value of a name or id. A list longer than 4 MiB is fetched from the address in Location, which can be used for five minutes and takes no token.',
  roles: OPERATORS,
  params: dropParams,
  contentType: 'text/csv',
  redirects: true,
  response: z.string(),
  problems: ['drop.not_found', 'drop.not_read'],
});

export const listRunsContract = defineContract({
  method: 'GET',
  path: '/v1/runs',
  operationId: 'listRuns',
  tag: 'Operations',
  summary: 'Assessments of the district, by the instant of their start',
  roles: OPERATORS,
  query: listing(RUN_STATUSES),
  response: page(runRow).meta({ id: 'RunPage' }),
  problems: ['cursor.invalid', 'cursor.other_query'],
});

export const getRunContract = defineContract({
  method: 'GET',
  path: '/v1/runs/{id}',
  operationId: 'getRun',
  tag: 'Operations',
  summary: 'One assessment: tiers by school, what changed, what is held',
  roles: OPERATORS,
  params: runParams,
  response: run,
  problems: ['run.not_found'],
});

export const getOpenApiContract = defineContract({
  method: 'GET',
  path: '/v1/openapi.json',
  operationId: 'getOpenApi',
  tag: 'Operations',
  summary: 'This API as an OpenAPI 3.1 document',
  roles: 'public',
  response: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' }),
});

export const operationsContracts = [
  listDropsContract,
  getDropContract,
  getRejectsContract,
  listRunsContract,
  getRunContract,
  getFreshnessContract,
  listAuditContract,
  getDataInventoryContract,
  getOpenApiContract,
] as const;
