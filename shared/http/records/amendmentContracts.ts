import * as z from 'zod';
import {
  AMENDMENT_STATES,
  PLAIN_SECTIONS,
  REQUESTER_RELATIONS,
  SECTIONS_BY_DOMAIN,
} from '../../domain/amendments/request.ts';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { domain } from '../tierShapes.ts';
import { plainText } from './plainText.ts';

const MAX_CHARACTERS = 4_000;
const requestId = z.string().regex(/^[0-9a-f]{32}$/, 'a request id is 32 hexadecimal digits');
const ofStudent = z.strictObject({ id: sourcedId });
const ofRequest = ofStudent.extend({ requestId });
const prose = plainText(MAX_CHARACTERS);

const place = {
  reference: plainText(500).optional().meta({ description: 'Which entry, in the requester’s words: a day, a course.' }),
  row: z
    .strictObject({
      drop: z.string().regex(/^[0-9a-f]{32,64}$/, 'a drop id is hexadecimal'),
      file: plainText(255),
      line: z.int().min(1),
    })
    .optional()
    .meta({ description: 'The row of a SIS file, as reasons name it.' }),
};

export const contestedPart = z
  .discriminatedUnion('section', [
    z.strictObject({ section: z.enum(PLAIN_SECTIONS), ...place }),
    z.strictObject({ section: z.enum(SECTIONS_BY_DOMAIN), domain, ...place }),
  ])
  .meta({ id: 'ContestedPart', description: 'The part of the record that is contested.' });

/** What is asked for, whoever asks. */
export const amendmentAsked = {
  about: contestedPart,
  requested: prose.meta({ description: 'What the record should say.' }),
  grounds: prose.meta({ description: 'Why it is inaccurate, misleading or against the student’s privacy.' }),
};

const relation = z.enum(REQUESTER_RELATIONS);

const amendmentBody = z
  .strictObject({
    ...amendmentAsked,
    requestedBy: z.strictObject({
      relation,
      sourcedId: sourcedId.optional().meta({ description: 'Of users.csv, where the requester is in it.' }),
    }),
    receivedOn: isoDay.optional().meta({ description: 'The day the district received it; today unless said.' }),
  })
  .meta({ id: 'AmendmentRequestBody', description: 'A request of a parent or eligible student (34 CFR 99.20).' });

const hearing = z
  .strictObject({
    heldOn: isoDay,
    conductedBy: plainText(200).meta({
      description: 'Nobody with a direct interest in the outcome (34 CFR 99.22(c)).',
    }),
  })
  .meta({ id: 'AmendmentHearing' });

const decision = z.enum(['amended', 'refused']);

/** Who did something; of staff and families their ids are shown to staff alone. */
const actor = z.strictObject({ kind: z.enum(['staff', 'guardian', 'student']), sourcedId: sourcedId.optional() });
const happened = { by: actor, at: instant };

const event = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('decided'),
      decision,
      reason: z.string(),
      hearing: z.strictObject({ heldOn: isoDay, conductedBy: z.string() }).optional(),
      ...happened,
    }),
    z.strictObject({ type: z.literal('hearingRequested'), on: isoDay, ...happened }),
    z.strictObject({ type: z.literal('stated'), statement: z.string(), ...happened }),
  ])
  .meta({ id: 'AmendmentEvent' });

export const amendmentRequest = z
  .strictObject({
    requestId,
    studentSourcedId: sourcedId,
    about: contestedPart,
    requested: z.string(),
    grounds: z.string(),
    requestedBy: z.strictObject({ relation, sourcedId: sourcedId.optional() }),
    receivedOn: isoDay,
    state: z.enum(AMENDMENT_STATES).meta({
      description: 'upheld: refused after a hearing. amended and upheld are final.',
    }),
    openSince: isoDay
      .nullable()
      .meta({ description: 'Since when the district owes a decision or a hearing; null when it owes nothing.' }),
    rights: z
      .array(z.enum(['hearing', 'statement']))
      .meta({ description: 'What the family may still do about a refusal (34 CFR 99.21).' }),
    notice: z.string().nullable().meta({ description: 'The same in a sentence, to be told to the family.' }),
    statement: z
      .strictObject({ text: z.string(), at: instant })
      .nullable()
      .meta({ description: 'What the family has placed in the record; shown wherever the contested part is.' }),
    createdBy: actor,
    createdAt: instant,
    history: z.array(event).meta({ description: 'What has come of it, the oldest first.' }),
  })
  .meta({ id: 'AmendmentRequest' });

const STAFF = ['districtAdmin', 'schoolAdmin', 'counselor'] as const;
const DECIDERS = ['districtAdmin', 'schoolAdmin'] as const;
const shared = { tag: 'Amendment requests', purpose: 'recordsRequest', roles: STAFF } as const;
const REFUSALS = ['student.not_found', 'access.staff_unknown'] as const;
const CHANGES = [
  ...REFUSALS,
  'amendment.not_found',
  'amendment.decided',
  'precondition.missing',
  'precondition.failed',
] as const;

export const createAmendmentContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/students/{id}/amendment-requests',
  operationId: 'createAmendmentRequest',
  summary: 'File a family’s request to amend the record',
  description: 'The same request with the same Idempotency-Key is the same one.',
  params: ofStudent,
  body: amendmentBody,
  idempotencyKey: 'required',
  response: amendmentRequest,
  etag: true,
  status: 201,
  problems: [...REFUSALS, 'amendment.future', 'amendment.too_many_open'],
});

export const listAmendmentsContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/students/{id}/amendment-requests',
  operationId: 'listAmendmentRequests',
  summary: 'Requests to amend a student’s record, the newest first',
  params: ofStudent,
  // Requests are long: more of the longest would not fit into an answer.
  query: z.strictObject({ state: z.enum(AMENDMENT_STATES).optional(), limit: limit(25, 50), cursor }),
  response: page(amendmentRequest).meta({ id: 'AmendmentRequestList' }),
  problems: [...REFUSALS, 'cursor.invalid', 'cursor.other_query'],
});

export const getAmendmentContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/students/{id}/amendment-requests/{requestId}',
  operationId: 'getAmendmentRequest',
  summary: 'Read a request to amend a student’s record',
  params: ofRequest,
  response: amendmentRequest,
  etag: true,
  problems: [...REFUSALS, 'amendment.not_found'],
});

export const decideAmendmentContract = defineContract({
  ...shared,
  roles: DECIDERS,
  method: 'POST',
  path: '/v1/students/{id}/amendment-requests/{requestId}/decision',
  operationId: 'decideAmendmentRequest',
  summary: 'Decide a request to amend the record',
  description:
    'amended says that the record has been corrected where it is kept, mostly the SIS: Waymark changes no row by itself. After a refusal another decision takes the hearing that was held.',
  params: ofRequest,
  body: z
    .strictObject({
      decision,
      reason: prose.meta({ description: 'What was corrected and where, or why not; told to the family.' }),
      hearing: hearing.optional(),
    })
    .meta({ id: 'AmendmentDecision' }),
  idempotencyKey: 'required',
  ifMatch: 'required',
  response: amendmentRequest,
  etag: true,
  problems: [...CHANGES, 'amendment.hearing', 'amendment.future'],
});

export const requestHearingContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/students/{id}/amendment-requests/{requestId}/hearing',
  operationId: 'requestAmendmentHearing',
  summary: 'Record that the family asks for a hearing after a refusal',
  params: ofRequest,
  body: z.strictObject({ requestedOn: isoDay }).meta({ id: 'AmendmentHearingRequest' }),
  idempotencyKey: 'required',
  ifMatch: 'required',
  response: amendmentRequest,
  etag: true,
  problems: [...CHANGES, 'amendment.future'],
});

export const stateAmendmentContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/students/{id}/amendment-requests/{requestId}/statement',
  operationId: 'placeAmendmentStatement',
  summary: 'Place the family’s statement about a refusal in the record',
  description: 'It stays with the record and is shown wherever the contested part is (34 CFR 99.21(c)).',
  params: ofRequest,
  body: z.strictObject({ statement: prose }).meta({ id: 'AmendmentStatement' }),
  idempotencyKey: 'required',
  ifMatch: 'required',
  response: amendmentRequest,
  etag: true,
  problems: [...CHANGES, 'amendment.stated'],
});

export const amendmentContracts = [
  createAmendmentContract,
  listAmendmentsContract,
  getAmendmentContract,
  decideAmendmentContract,
  requestHearingContract,
  stateAmendmentContract,
] as const;
