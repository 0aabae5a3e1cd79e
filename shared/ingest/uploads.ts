import { ZIP_LIMITS } from '../sis/drop/zipLimits.ts';
import { recordDrop } from '../store/drops.ts';
import { closeUpload, getUpload, recordUpload, type UploadRecord } from '../store/uploads.ts';
import { dropIdOf } from './dropObject.ts';
import { receivedDrop } from './receiveDrop.ts';
import type { ArrivedPart, UploadBucket } from './uploadBucket.ts';

/** A zip that is larger than all it may hold holds too much. */
export const MAX_UPLOAD_BYTES = ZIP_LIMITS.totalBytes;
/** How long an address of a part can be used; another one is to be had at any time. */
export const PART_URL_SECONDS = 3600;

const MIB = 1024 * 1024;
/** S3 takes no smaller ones but the last. */
const SMALLEST_PART = 8 * MIB;
/** All addresses fit into one answer. */
const MOST_PARTS = 1000;

export interface UploadContext {
  readonly bucket: UploadBucket;
  readonly now: Date;
}

export interface NewUpload {
  readonly uploadId: string;
  readonly fileName: string;
  readonly size: number;
}

/** Begins an upload; asked again with the same id it is the same upload. `taken`: the id belongs to another file. */
export async function startUpload(
  { uploadId, fileName, size }: NewUpload,
  { bucket, now }: UploadContext,
): Promise<UploadRecord | 'taken'> {
  const objectKey = `drops/uploads/${uploadId}/${fileName}`;
  const same = (known: UploadRecord) => (known.objectKey === objectKey && known.size === size ? known : 'taken');
  const known = await getUpload(uploadId);
  if (known) return same(known);
  const multipartId = await bucket.begin(objectKey);
  const upload: UploadRecord = {
    uploadId,
    bucket: bucket.name,
    objectKey,
    multipartId,
    size,
    partSize: partSizeOf(size),
    status: 'open',
    createdAt: now.toISOString(),
  };
  if (await recordUpload(upload)) return upload;
  // The same request came twice at the same time, and the other one was first.
  await bucket.abort(upload);
  const first = await getUpload(uploadId);
  return first ? same(first) : 'taken';
}

/** Whole MiB, so that few parts carry a large file. */
export function partSizeOf(size: number): number {
  return Math.max(SMALLEST_PART, Math.ceil(size / MOST_PARTS / MIB) * MIB);
}

/** The parts of a file: their numbers from 1 on, with their bytes. */
export function partsOf({ size, partSize }: Pick<UploadRecord, 'size' | 'partSize'>) {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    partNumber: index + 1,
    size: Math.min(partSize, size - index * partSize),
  }));
}

export type UploadEnd =
  | { readonly outcome: 'ended'; readonly upload: UploadRecord }
  /** `parts`: not all of them are named, or not those that have arrived. `notOpen`: aborted, or given up by S3. */
  | { readonly outcome: 'noUpload' | 'notOpen' | 'parts' };

/**
 * Makes a drop of the parts that have arrived and answers its id. The drop is recorded here, so that it can be asked for
 * at once; S3's announcement of the object starts its ingest. A completion whose answer was lost is found again by the
 * object it made.
 */
export async function completeUpload(
  uploadId: string,
  parts: readonly ArrivedPart[],
  { bucket, now }: UploadContext,
): Promise<UploadEnd> {
  const upload = await getUpload(uploadId);
  if (!upload) return { outcome: 'noUpload' };
  if (upload.status !== 'open') return upload.dropId ? { outcome: 'ended', upload } : { outcome: 'notOpen' };
  const inOrder = parts.toSorted((a, b) => a.partNumber - b.partNumber);
  const expected = partsOf(upload);
  const areAll =
    inOrder.length === expected.length && inOrder.every(({ partNumber }, index) => partNumber === index + 1);
  if (!areAll) return { outcome: 'parts' };
  const completed = await bucket.complete(upload, inOrder);
  if (completed === 'refused') return { outcome: 'parts' };
  const etag = completed === 'gone' ? await bucket.etagOf(upload.objectKey) : completed.etag;
  if (etag === undefined) return { outcome: 'notOpen' };
  const { bucket: name, objectKey: key, size } = upload;
  const dropId = dropIdOf(name, key, etag);
  await recordDrop(receivedDrop(dropId, 'zip', { bucket: name, key, etag, size }, now));
  await closeUpload(uploadId, { status: 'completed', dropId });
  return { outcome: 'ended', upload: { ...upload, status: 'completed', dropId } };
}

/** Forgets an upload and the parts that have arrived; what has become a drop stays one. */
export async function abortUpload(uploadId: string, { bucket }: Pick<UploadContext, 'bucket'>): Promise<UploadEnd> {
  const upload = await getUpload(uploadId);
  if (!upload) return { outcome: 'noUpload' };
  if (upload.status === 'aborted') return { outcome: 'ended', upload };
  if (upload.status === 'completed') return { outcome: 'notOpen' };
  await bucket.abort(upload);
  if ((await bucket.etagOf(upload.objectKey)) !== undefined) return { outcome: 'notOpen' };
  const aborted = await closeUpload(uploadId, { status: 'aborted' });
  return aborted ? { outcome: 'ended', upload: { ...upload, status: 'aborted' } } : { outcome: 'notOpen' };
}
