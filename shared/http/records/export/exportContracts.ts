import * as z from 'zod';
import { instant, isoDay, sourcedId } from '../../parameters.ts';
import { defineContract } from '../../route.ts';

export const exportedRecord = z
  .strictObject({
    format: z.literal('waymark-student-record/1'),
    district: z.string(),
    generatedAt: instant,
    student: z.strictObject({ sourcedId: z.string(), givenName: z.string(), familyName: z.string() }),
    asOf: isoDay,
    sections: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        source: z.strictObject({ file: z.string(), generatedAt: z.string().optional() }).optional(),
        items: z.array(z.record(z.string(), z.unknown())),
        withheld: z.string().optional().meta({ description: 'What is left out, and why.' }),
      }),
    ),
  })
  .meta({ id: 'ExportedRecord', description: 'A student’s whole record in sections, each with where it comes from.' });

const shared = {
  method: 'GET',
  tag: 'Records',
  description:
    'For requests to inspect the record (34 CFR 99.10): what the SIS holds, tiers with their reasons and history, plans, notes, requests to amend, and to whom it was shown. It goes into the audit and into the record of disclosures.',
  roles: ['districtAdmin', 'schoolAdmin'],
  purpose: 'recordsRequest',
  audited: true,
  params: z.strictObject({ id: sourcedId }),
  problems: ['student.not_found', 'access.staff_unknown'],
} as const;

export const exportStudentContract = defineContract({
  ...shared,
  path: '/v1/students/{id}/export',
  operationId: 'exportStudent',
  summary: 'A student’s whole record as JSON',
  response: exportedRecord,
});

export const exportStudentHtmlContract = defineContract({
  ...shared,
  path: '/v1/students/{id}/export.html',
  operationId: 'exportStudentHtml',
  summary: 'The same as a page to read and print',
  contentType: 'text/html',
  response: z.string(),
});

export const exportContracts = [exportStudentContract, exportStudentHtmlContract] as const;
