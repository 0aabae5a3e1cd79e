import * as z from 'zod';
import { PURGE_BASES } from '../../domain/purge/basis.ts';
import { cursor, instant, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';

const text = z.string().trim().min(3).max(2_000);
const reason = text.meta({ description: 'Kept until the purge is done, and in no certificate.' });
const basis = z.enum(PURGE_BASES).meta({ description: 'Why the district may or has to delete.' });

const request = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('student'), studentSourcedId: sourcedId, reason, basis }),
    z.strictObject({
      kind: z.literal('tenant'),
      confirm: z.string().min(1).max(255).meta({ description: 'The tenant’s name, as the tenant file has it.' }),
      reason,
      basis,
    }),
  ])
  .meta({ id: 'PurgeRequest', description: 'The record of a student, or everything of the district.' });

const decided = z
  .strictObject({ by: z.string().meta({ description: 'sourcedId of users.csv' }), at: instant })
  .meta({ id: 'PurgeDecision' });

const count = z.int().min(0).optional();

const removal = z
  .strictObject({
    place: z.string(),
    what: z.string().meta({ description: 'A kind of partition, a prefix of a bucket, a queue.' }),
    items: count.meta({ description: 'Items that were deleted.' }),
    redacted: count.meta({ description: 'Items that stay without the student.' }),
    objects: count.meta({ description: 'Objects that were deleted.' }),
    rewritten: count.meta({ description: 'Objects that were written anew without the student.' }),
    emptied: count.meta({ description: 'Queues that were emptied.' }),
    rows: count.meta({ description: 'Rows and lines that such objects lost.' }),
  })
  .meta({ id: 'PurgeRemoval' });

const remainder = z
  .strictObject({
    place: z.string(),
    what: z.string(),
    why: z.string(),
    until: instant.optional().meta({ description: 'When it will be gone; absent where no day ends it.' }),
  })
  .meta({ id: 'PurgeRemainder' });

const certificate = z
  .strictObject({
    format: z.literal(1),
    purgeId: z.string(),
    district: z.string(),
    kind: z.enum(['student', 'tenant']),
    subject: z.string().optional().meta({ description: 'Keyed hash of the student’s sourcedId.' }),
    basis,
    requestedBy: z.string(),
    requestedAt: instant,
    approvedBy: z.string(),
    approvedAt: instant,
    finishedAt: instant,
    removed: z.array(removal),
    remaining: z.array(remainder),
  })
  .meta({ id: 'PurgeCertificate', description: 'What was removed where, and what remains, why and until when.' });

const purge = z
  .strictObject({
    purgeId: z.string(),
    kind: z.enum(['student', 'tenant']),
    state: z.enum(['requested', 'approved', 'running', 'done', 'failed', 'cancelled']),
    studentSourcedId: z.string().optional().meta({ description: 'Until the purge is done.' }),
    reason: z.string().optional(),
    basis,
    requested: decided,
    approved: decided.optional(),
    cancelled: decided.optional(),
    finishedAt: instant.optional(),
    failure: z.string().optional().meta({ description: 'Why it stopped, as a code; approved again, it goes on.' }),
    certificate: certificate.optional(),
    certificateSha256: z.string().optional().meta({ description: 'Of the certificate’s bytes in the lake.' }),
  })
  .meta({ id: 'Purge' });

const params = z.strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/, 'write an id as POST /v1/purges answered it') });
const shared = { tag: 'Subject rights', roles: ['districtAdmin'] } as const;

export const requestPurgeContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/purges',
  operationId: 'requestPurge',
  summary: 'Asks for the record of a student, or everything of the district, to be deleted',
  description: 'Nothing happens before another district administrator approves it.',
  body: request,
  response: purge,
  status: 201,
  idempotencyKey: 'required',
  problems: ['purge.student_unknown', 'purge.confirmation', 'access.staff_unknown'],
});

export const listPurgesContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/purges',
  operationId: 'listPurges',
  summary: 'Every purge, the newest first',
  query: z.strictObject({ limit: limit(20), cursor }),
  response: page(purge).meta({ id: 'PurgePage' }),
  problems: ['cursor.invalid', 'cursor.other_query'],
});

export const getPurgeContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/purges/{id}',
  operationId: 'getPurge',
  summary: 'How far a purge is; once it is done, its certificate',
  params,
  response: purge,
  problems: ['purge.not_found'],
});

export const approvePurgeContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/purges/{id}/approve',
  operationId: 'approvePurge',
  summary: 'Approves a purge and starts it',
  description:
    'It cannot be undone. The student is out of sight at once and the rest goes within hours. A purge that has failed is approved again to go on.',
  params,
  response: purge,
  status: 202,
  idempotencyKey: 'required',
  problems: ['purge.not_found', 'purge.same_person', 'purge.decided', 'access.staff_unknown'],
});

export const cancelPurgeContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/purges/{id}/cancel',
  operationId: 'cancelPurge',
  summary: 'Withdraws a purge that nobody has approved',
  params,
  response: purge,
  idempotencyKey: 'required',
  problems: ['purge.not_found', 'purge.decided', 'access.staff_unknown'],
});

export const purgeContracts = [
  requestPurgeContract,
  listPurgesContract,
  getPurgeContract,
  approvePurgeContract,
  cancelPurgeContract,
] as const;
