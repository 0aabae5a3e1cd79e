import * as z from 'zod';
import { MAX_UPLOAD_BYTES } from '../../ingest/uploads.ts';
import { instant } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { OPERATORS } from './contracts.ts';

/** The end record that every zip has, and nothing before it. */
const SMALLEST_ZIP = 22;
const MOST_PARTS = 10_000;

const uploadParams = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/, 'an upload id is 32 hexadecimal digits'),
});

const newUpload = z
  .strictObject({
    fileName: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.zip$/i, 'name a zip, in letters, digits, dots, dashes and underscores')
      .meta({ description: 'Ends in .zip and names no person: it is part of an address that logs keep.' }),
    size: z
      .int()
      .min(SMALLEST_ZIP)
      .max(MAX_UPLOAD_BYTES, `may be ${MAX_UPLOAD_BYTES} at most`)
      .meta({ description: 'Bytes of the whole file; the addresses take exactly as many.' }),
  })
  .meta({ id: 'NewUpload' });

const upload = z
  .strictObject({
    uploadId: z.string(),
    status: z.enum(['open', 'completed', 'aborted']),
    objectKey: z.string(),
    size: z.int(),
    partSize: z.int().meta({ description: 'Bytes of each part; the last one has the rest.' }),
    createdAt: instant,
    dropId: z.string().optional().meta({ description: 'Once it is completed: GET /v1/drops/{id} follows it.' }),
    expiresAt: instant.optional().meta({ description: 'While it is open: until when the addresses can be used.' }),
    parts: z
      .array(z.strictObject({ partNumber: z.int(), size: z.int(), url: z.string() }))
      .optional()
      .meta({
        description:
          'While it is open: PUT the bytes of each part to its address, without a token; keep the ETag it answers.',
      }),
  })
  .meta({ id: 'Upload', description: 'A file on its way in, in parts.' });

const arrivedParts = z
  .strictObject({
    parts: z
      .array(
        z.strictObject({
          partNumber: z.int().min(1).max(MOST_PARTS),
          etag: z
            .string()
            .regex(/^"?[\x21\x23-\x7e]{1,100}"?$/, 'write the ETag as it was answered')
            .meta({ description: 'As the address of the part answered it, with or without quotes.' }),
        }),
      )
      .min(1)
      .max(MOST_PARTS),
  })
  .meta({ id: 'ArrivedParts' });

const shared = { tag: 'Operations', roles: OPERATORS, response: upload } as const;

export const startUploadContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/drops',
  operationId: 'startUpload',
  summary: 'Begins to send a drop: answers an address for each part of the zip',
  description:
    'PUT each part to its address, in any order and several at a time, then complete the upload. With the same Idempotency-Key and file it answers the same upload, with new addresses. What is not completed within a day is given up.',
  body: newUpload,
  status: 201,
  idempotencyKey: 'required',
});

export const getUploadContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/drops/uploads/{id}',
  operationId: 'getUpload',
  summary: 'An upload; while it is open, with new addresses for its parts',
  params: uploadParams,
  problems: ['upload.not_found'],
});

export const completeUploadContract = defineContract({
  ...shared,
  method: 'POST',
  idempotencyKey: 'required',
  path: '/v1/drops/uploads/{id}/complete',
  operationId: 'completeUpload',
  summary: 'Makes a drop of the parts that were sent, and answers its id',
  description: 'Asking twice is asking once: an answer that was lost is made up for by asking again.',
  params: uploadParams,
  body: arrivedParts,
  problems: ['upload.not_found', 'upload.not_open', 'upload.parts'],
});

export const abortUploadContract = defineContract({
  ...shared,
  method: 'DELETE',
  path: '/v1/drops/uploads/{id}',
  operationId: 'abortUpload',
  summary: 'Gives an upload up, and forgets the parts that have arrived',
  params: uploadParams,
  problems: ['upload.not_found', 'upload.not_open'],
});

export const uploadContracts = [
  startUploadContract,
  getUploadContract,
  completeUploadContract,
  abortUploadContract,
] as const;
