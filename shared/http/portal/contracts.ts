import * as z from 'zod';
import { LEGAL_BASES, PURPOSES } from '../../domain/access/basis.ts';
import { FAMILY_BASES, GRANTED_CLASSES } from '../../domain/access/familyRights.ts';
import { FIELD_CLASSES } from '../../domain/access/fieldClass.ts';
import { ROLES } from '../../domain/access/roles.ts';
import { AMENDMENT_STATES } from '../../domain/amendments/request.ts';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { amendmentAsked, amendmentRequest } from '../records/amendmentContracts.ts';
import { exportedRecord } from '../records/export/exportContracts.ts';
import { plainText } from '../records/plainText.ts';
import { defineContract } from '../route.ts';
import { ownStudent, ownStudentRow } from './readModel.ts';

const shared = { tag: 'Portal', roles: ['family', 'student'], purpose: 'portal' } as const;
const ofStudent = z.strictObject({ id: sourcedId });
const UNSEEN = ['student.not_found', 'access.staff_unknown'] as const;
const PAGED = ['cursor.invalid', 'cursor.other_query'] as const;

export const listOwnStudentsContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/portal/students',
  operationId: 'listOwnStudents',
  summary: 'Your children, or yourself',
  description: 'A child whose record you may not see any more is left out.',
  response: z.strictObject({ items: z.array(ownStudentRow) }),
  problems: ['access.staff_unknown'],
});

export const getOwnStudentContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/portal/students/{id}',
  operationId: 'getOwnStudent',
  summary: 'Your child’s record, or your own',
  params: ofStudent,
  response: ownStudent,
  problems: UNSEEN,
});

export const ownDisclosure = z
  .strictObject({
    at: instant,
    own: z.boolean().meta({ description: 'You were shown it yourself.' }),
    audience: z.enum(['staff', 'family', 'student']),
    role: z.enum(ROLES).meta({ description: 'As what somebody was shown it; people are not named.' }),
    purpose: z.enum(PURPOSES),
    basis: z.enum(LEGAL_BASES),
    classes: z.array(z.enum(FIELD_CLASSES)),
  })
  .meta({ id: 'PortalDisclosure', description: 'That the record was shown (34 CFR 99.32).' });

export const listOwnDisclosuresContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/portal/students/{id}/disclosures',
  operationId: 'listOwnDisclosures',
  summary: 'To whom the record was shown, the newest first',
  params: ofStudent,
  query: z.strictObject({ limit: limit(50), cursor }),
  response: page(ownDisclosure),
  problems: [...UNSEEN, ...PAGED],
});

const ofExport = {
  ...shared,
  method: 'GET',
  description: 'What the law lets you inspect (34 CFR 99.10); each part says what is left out and why.',
  audited: true,
  params: ofStudent,
  problems: UNSEEN,
} as const;

export const exportOwnStudentContract = defineContract({
  ...ofExport,
  path: '/v1/portal/students/{id}/export',
  operationId: 'exportOwnStudent',
  summary: 'The whole record as JSON',
  response: exportedRecord,
});

export const exportOwnStudentHtmlContract = defineContract({
  ...ofExport,
  path: '/v1/portal/students/{id}/export.html',
  operationId: 'exportOwnStudentHtml',
  summary: 'The same as a page to read and print',
  contentType: 'text/html',
  response: z.string(),
});

export const listOwnAmendmentsContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/portal/students/{id}/amendment-requests',
  operationId: 'listOwnAmendmentRequests',
  summary: 'Requests to amend the record, the newest first',
  params: ofStudent,
  query: z.strictObject({ state: z.enum(AMENDMENT_STATES).optional(), limit: limit(20), cursor }),
  response: page(amendmentRequest),
  problems: [...UNSEEN, 'portal.rights_of_another', ...PAGED],
});

export const createOwnAmendmentContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/portal/students/{id}/amendment-requests',
  operationId: 'createOwnAmendmentRequest',
  summary: 'Ask the school to amend the record',
  description: 'For whoever holds the rights (34 CFR 99.20). The same request with the same key is the same one.',
  params: ofStudent,
  body: z.strictObject(amendmentAsked).meta({ id: 'PortalAmendmentRequest' }),
  idempotencyKey: 'required',
  response: amendmentRequest,
  status: 201,
  problems: [...UNSEEN, 'portal.rights_of_another', 'amendment.future', 'amendment.too_many_open'],
});

const consent = z
  .strictObject({
    consentId: z.string(),
    guardianSourcedId: sourcedId,
    basis: z.enum(FAMILY_BASES),
    records: z.array(z.enum(GRANTED_CLASSES)),
    purpose: z.string().nullable(),
    givenOn: isoDay,
    validUntil: isoDay,
    recordedBy: z.enum(['staff', 'student']),
    revokedAt: instant.nullable(),
    inForce: z.boolean(),
  })
  .meta({ id: 'PortalConsent', description: 'That a guardian may see your record (34 CFR 99.30).' });

const consentId = z.string().regex(/^[0-9a-f]{32}$/, 'a consent id is 32 hexadecimal digits');

export const listConsentsContract = defineContract({
  ...shared,
  roles: ['student'],
  method: 'GET',
  path: '/v1/portal/students/{id}/consents',
  operationId: 'listConsents',
  summary: 'What your family may see since you are 18',
  params: ofStudent,
  response: z.strictObject({
    items: z.array(consent),
    guardians: z
      .array(
        z.strictObject({
          sourcedId,
          role: z.string(),
          givenName: z.string().optional(),
          familyName: z.string().optional(),
        }),
      )
      .meta({ description: 'To whom you can give it.' }),
  }),
  problems: [...UNSEEN, 'portal.rights_of_another'],
});

export const giveConsentContract = defineContract({
  ...shared,
  roles: ['student'],
  method: 'POST',
  path: '/v1/portal/students/{id}/consents',
  operationId: 'giveConsent',
  summary: 'Let a guardian see your record',
  description:
    'Signed by your account, with the day of the request (34 CFR 99.30(d)). Acts at once. The same request with the same key is the same consent.',
  params: ofStudent,
  body: z
    .strictObject({
      guardianSourcedId: sourcedId,
      records: z
        .array(z.enum(GRANTED_CLASSES))
        .min(1)
        .max(GRANTED_CLASSES.length)
        .meta({ description: 'Which records may be shown; who you are goes with any of them.' }),
      purpose: plainText(500),
      validUntil: isoDay,
      agree: z.literal(true).meta({ description: 'That you have read what you consent to.' }),
    })
    .meta({ id: 'PortalConsentRequest' }),
  idempotencyKey: 'required',
  response: consent,
  status: 201,
  problems: [
    ...UNSEEN,
    'portal.rights_of_another',
    'consent.not_offered',
    'consent.guardian_unknown',
    'consent.period',
    'consent.too_many',
    'precondition.failed',
  ],
});

export const revokeConsentContract = defineContract({
  ...shared,
  roles: ['student'],
  method: 'POST',
  path: '/v1/portal/students/{id}/consents/{consentId}/revoke',
  operationId: 'revokeConsent',
  summary: 'Take a consent back',
  description: 'Acts at once, also on one that staff have recorded. Once revoked it stays so.',
  params: ofStudent.extend({ consentId }),
  idempotencyKey: 'required',
  response: consent,
  problems: [...UNSEEN, 'portal.rights_of_another', 'consent.not_found', 'precondition.failed'],
});

export const portalContracts = [
  listOwnStudentsContract,
  getOwnStudentContract,
  listOwnDisclosuresContract,
  exportOwnStudentContract,
  exportOwnStudentHtmlContract,
  listOwnAmendmentsContract,
  createOwnAmendmentContract,
  listConsentsContract,
  giveConsentContract,
  revokeConsentContract,
] as const;
