import { createHash } from 'node:crypto';
import { s3UploadBucket, type UploadBucket } from '../../ingest/uploadBucket.ts';
import {
  abortUpload,
  completeUpload,
  PART_URL_SECONDS,
  partsOf,
  startUpload,
  type UploadEnd,
} from '../../ingest/uploads.ts';
import { environment } from '../../runtime/environment.ts';
import { getUpload, type UploadRecord } from '../../store/uploads.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import {
  abortUploadContract,
  completeUploadContract,
  getUploadContract,
  startUploadContract,
} from './uploadContracts.ts';

let drops: UploadBucket | undefined;

/** One client for all requests of a function's instance. */
function bucketOfFunction(): UploadBucket {
  drops ??= s3UploadBucket(environment('DROPS_BUCKET'));
  return drops;
}

const startUploadRoute = defineRoute({
  ...startUploadContract,
  handle: async (context, { body }) => {
    const bucket = bucketOfFunction();
    const upload = await startUpload({ ...body, uploadId: uploadIdOf(context) }, { bucket, now: context.now });
    if (upload === 'taken') {
      throw new Problem('idempotency.key', {
        detail: 'Your Idempotency-Key has begun another upload: send a new one.',
      });
    }
    return { body: await uploadView(upload, context.now), location: `/v1/drops/uploads/${upload.uploadId}` };
  },
});

const getUploadRoute = defineRoute({
  ...getUploadContract,
  handle: async ({ now }, { params }) => {
    const upload = await getUpload(params.id);
    if (!upload) throw new Problem('upload.not_found');
    return { body: await uploadView(upload, now) };
  },
});

const completeUploadRoute = defineRoute({
  ...completeUploadContract,
  handle: async ({ now }, { params, body }) => {
    const end = await completeUpload(params.id, body.parts, { bucket: bucketOfFunction(), now });
    return { body: await uploadView(endedUpload(end), now) };
  },
});

const abortUploadRoute = defineRoute({
  ...abortUploadContract,
  handle: async ({ now }, { params }) => {
    const end = await abortUpload(params.id, { bucket: bucketOfFunction() });
    return { body: await uploadView(endedUpload(end), now) };
  },
});

/** Ways for files that come through the API: their bytes go to S3, past the functions. */
export const uploadRoutes: readonly Route[] = [startUploadRoute, getUploadRoute, completeUploadRoute, abortUploadRoute];

/** The same key of the same caller is the same upload. */
function uploadIdOf({ caller, idempotencyKey = '' }: RequestContext): string {
  return createHash('sha256').update(`upload\n${caller.subject}\n${idempotencyKey}`).digest('hex').slice(0, 32);
}

async function uploadView(upload: UploadRecord, now: Date) {
  const { uploadId, status, objectKey, size, partSize, createdAt, dropId } = upload;
  const shown = { uploadId, status, objectKey, size, partSize, createdAt, dropId };
  if (status !== 'open') return shown;
  const bucket = bucketOfFunction();
  const addressed = partsOf(upload).map(async (part) => ({
    ...part,
    url: await bucket.partUrl(upload, part.partNumber, part.size, PART_URL_SECONDS),
  }));
  const expiresAt = new Date(now.getTime() + PART_URL_SECONDS * 1000).toISOString();
  return { ...shown, expiresAt, parts: await Promise.all(addressed) };
}

function endedUpload(end: UploadEnd): UploadRecord {
  switch (end.outcome) {
    case 'ended':
      return end.upload;
    case 'noUpload':
      throw new Problem('upload.not_found');
    case 'notOpen':
      throw new Problem('upload.not_open');
    case 'parts':
      throw new Problem('upload.parts');
  }
}
