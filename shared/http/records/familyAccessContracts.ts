import * as z from 'zod';
import { FAMILY_BASES, GRANTED_CLASSES } from '../../domain/access/familyRights.ts';
import { cursor, instant, isoDay, limit, page, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { plainText } from './plainText.ts';

const MAX_ENTRIES = 20;

const entry = z
  .strictObject({
    guardianSourcedId: sourcedId,
    basis: z.enum(FAMILY_BASES).meta({
      description: 'dependentStudent: 34 CFR 99.31(a)(8); consent: written, signed and dated by the student, 99.30.',
    }),
    evidence: plainText(500).meta({
      description: 'What was seen and where it is kept: the tax year of a return, the day and file of a signed form.',
    }),
    verifiedOn: isoDay.meta({ description: 'From this day on it holds.' }),
    validUntil: isoDay.meta({ description: 'The last day on which it holds.' }),
  })
  .meta({ id: 'FamilyAccessEntry', description: 'That a guardian may see the record of a student who has turned 18.' });

const grantActor = z.strictObject({ kind: z.enum(['staff', 'student']), sourcedId });

export const familyGrant = z
  .strictObject({
    grantId: z.string(),
    guardianSourcedId: sourcedId,
    basis: z.enum(FAMILY_BASES),
    evidence: z.string().nullable(),
    purpose: z.string().nullable(),
    records: z.array(z.enum(GRANTED_CLASSES)).meta({ description: 'Classes of data that it covers.' }),
    verifiedOn: isoDay,
    validUntil: isoDay,
    recordedBy: grantActor,
    recordedAt: instant,
    revokedAt: instant.nullable(),
    inForce: z.boolean().meta({ description: 'Whether it shows the record today, by the tenant file too.' }),
  })
  .meta({ id: 'FamilyGrant' });

const familyAccess = z
  .strictObject({
    studentSourcedId: sourcedId,
    familyAccessAt18: z.enum([...FAMILY_BASES, 'off']).meta({ description: 'What families keep, by the tenant file.' }),
    rightsHolder: z
      .enum(['parents', 'student', 'unknown'])
      .meta({ description: 'unknown: no birth date is on file, so that families see nothing without an entry.' }),
    rightsTransferOn: isoDay.nullable().meta({ description: 'The 18th birthday (34 CFR 99.5).' }),
    entries: z.array(familyGrant).meta({ description: 'What staff have recorded.' }),
    consents: z.array(familyGrant).meta({ description: 'What the student has given in the portal.' }),
    history: z
      .array(
        z.strictObject({
          revision: z.int(),
          at: instant,
          by: grantActor,
          grants: z.array(familyGrant.omit({ inForce: true })),
        }),
      )
      .meta({ description: 'What each change left, the newest first.' }),
  })
  .meta({ id: 'FamilyAccess', description: 'What a family may see once the student is 18, and how that came about.' });

const shared = {
  tag: 'Family access',
  path: '/v1/students/{id}/family-access',
  roles: ['districtAdmin', 'schoolAdmin', 'counselor'],
  purpose: 'schoolAdministration',
  params: z.strictObject({ id: sourcedId }),
  response: familyAccess,
  etag: true,
} as const;

export const getFamilyAccessContract = defineContract({
  ...shared,
  method: 'GET',
  operationId: 'getFamilyAccess',
  summary: 'What a family may see of a student who has turned 18',
  problems: ['student.not_found', 'access.staff_unknown'],
});

export const putFamilyAccessContract = defineContract({
  ...shared,
  method: 'PUT',
  operationId: 'putFamilyAccess',
  summary: 'Record what a family may see of a student who has turned 18',
  description:
    'Replaces what staff have recorded; what the student has given or revoked stays. An entry that is left out ends at once.',
  body: z
    .strictObject({ entries: z.array(entry).max(MAX_ENTRIES) })
    .meta({ id: 'FamilyAccessRequest', description: 'Every entry that is to stand.' }),
  ifMatch: 'required',
  problems: [
    'student.not_found',
    'access.staff_unknown',
    'family_access.guardian_unknown',
    'family_access.period',
    'family_access.revoked',
    'precondition.missing',
    'precondition.failed',
  ],
});

const rightsTransfer = z
  .strictObject({
    student: z.strictObject({
      sourcedId,
      givenName: z.string(),
      familyName: z.string(),
      grade: z.string(),
      school: z.string(),
    }),
    on: isoDay.nullable().meta({ description: 'The day on which it happens; null where no birth date is on file.' }),
    notices: z.array(
      z.strictObject({
        kind: z.enum(['turns18', 'grantEnds', 'birthDateUnknown']).meta({
          description:
            'turns18: the rights move to the student; grantEnds: a family’s access ends by itself; birthDateUnknown: families see nothing until the SIS sends it.',
        }),
        basis: z.enum(FAMILY_BASES).optional(),
      }),
    ),
  })
  .meta({ id: 'RightsTransfer', description: 'Why staff have to look at a student’s rights.' });

export const listRightsTransfersContract = defineContract({
  method: 'GET',
  path: '/v1/rights-transfers',
  operationId: 'listRightsTransfers',
  tag: 'Family access',
  summary: 'Students whose rights move within 30 days, or whose family’s access ends',
  description: 'Of the students you may see, by the day; found anew every morning.',
  roles: ['districtAdmin', 'schoolAdmin', 'counselor'],
  purpose: 'schoolAdministration',
  query: z.strictObject({ limit: limit(50), cursor }),
  response: page(rightsTransfer),
  problems: ['access.staff_unknown', 'cursor.invalid', 'cursor.other_query'],
});

export const familyAccessContracts = [
  getFamilyAccessContract,
  putFamilyAccessContract,
  listRightsTransfersContract,
] as const;
