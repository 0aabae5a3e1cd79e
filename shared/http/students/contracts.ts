import * as z from 'zod';
import { isoDay, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { assessedTier, domain, reasonValue } from '../tierShapes.ts';
import { listStudentsContract, publication, READERS } from './listContract.ts';
import { getStudentContract } from './profile/profileContract.ts';
import { accessReason, tierState } from './shapes.ts';
import { getStudentTimelineContract } from './timeline/timelineContract.ts';

const rowReference = z
  .strictObject({ drop: z.string(), file: z.string(), line: z.int() })
  .meta({ id: 'RowReference', description: 'A row of the SIS files: its drop, file and physical line.' });

export const tierReason = z
  .strictObject({
    code: z.string(),
    value: reasonValue.optional().meta({ description: 'What the student has.' }),
    cutPoint: reasonValue.optional().meta({ description: 'What it was compared with.' }),
    dates: z.array(isoDay).optional(),
    items: z.array(z.string()).optional().meta({ description: 'Courses, incidents, screeners that make the value.' }),
    rows: z.array(rowReference).optional(),
    moreRows: z.int().optional().meta({ description: 'How many rows are not listed.' }),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .meta({ id: 'TierReason' });

export const tierChange = z
  .strictObject({
    from: assessedTier.nullable().meta({ description: 'null: the first assessment.' }),
    to: assessedTier,
    cause: z.string().meta({ description: '`data`, `thresholds`, `override` or `baseline`.' }),
    reasonCodes: z.array(z.string()),
    asOf: isoDay,
    runId: z.string(),
  })
  .meta({ id: 'TierChange' });

export const domainTier = z
  .strictObject({
    ...tierState,
    asOf: isoDay.nullable().meta({ description: 'The last day counted in this domain; null when none was.' }),
    sentence: z.string().meta({ description: 'The tier and why, in plain words.' }),
    reasons: z.array(tierReason),
    subDomains: z
      .array(z.strictObject({ name: z.string(), tier: assessedTier }))
      .optional()
      .meta({ description: 'Parts of the domain with tiers of their own: literacy and mathematics within academics.' }),
    history: z.array(tierChange).meta({ description: 'The newest change first, at most 100.' }),
  })
  .meta({ id: 'DomainTier', description: 'A tier with everything that explains it.' });

export const studentTiers = z
  .strictObject({ sourcedId: z.string(), domains: z.array(domainTier), ...publication, access: accessReason })
  .meta({ id: 'StudentTiers' });

export const studentTierHistory = z
  .strictObject({
    sourcedId: z.string(),
    domains: z.array(
      z.strictObject({
        domain,
        changes: z.array(tierChange).meta({ description: 'The newest first, at most 500.' }),
        moreChanges: z.int().meta({ description: 'How many older ones are not listed.' }),
        years: z
          .array(z.strictObject({ schoolYear: z.int(), tier: assessedTier, since: isoDay }))
          .meta({ description: 'The last tier of each school year, the newest first; the current one so far.' }),
      }),
    ),
    ...publication,
    access: accessReason,
  })
  .meta({ id: 'StudentTierHistory' });

const student = z.strictObject({ id: sourcedId });

export const getStudentTiersContract = defineContract({
  method: 'GET',
  path: '/v1/students/{id}/tiers',
  operationId: 'getStudentTiers',
  tag: 'Students',
  summary: 'A student’s tiers, each with its reasons, rows and history',
  description:
    'Overrides act at once. With `asOf` the tiers as they were published for that day, or for the last day before it that has any; who may see the student today may see them.',
  roles: READERS,
  purpose: 'studentSupport',
  params: student,
  query: z.strictObject({
    asOf: isoDay.optional().meta({ description: 'A day that could count, as `asOf` of a run says.' }),
  }),
  response: studentTiers,
  problems: ['student.not_found', 'access.staff_unknown', 'tiers.not_yet'],
});

export const getStudentTierHistoryContract = defineContract({
  method: 'GET',
  path: '/v1/students/{id}/tiers/history',
  operationId: 'getStudentTierHistory',
  tag: 'Students',
  summary: 'How a student’s tiers have changed, and the last tier of each school year',
  roles: READERS,
  purpose: 'studentSupport',
  params: student,
  response: studentTierHistory,
  problems: ['student.not_found', 'access.staff_unknown'],
});

export const studentContracts = [
  listStudentsContract,
  getStudentContract,
  getStudentTiersContract,
  getStudentTierHistoryContract,
  getStudentTimelineContract,
] as const;
