import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Parts of a multipart upload; S3 asks for at least 5 MiB, and a request carries one part. */
const PART_BYTES = 8 * 1024 * 1024;

export interface ObjectRead {
  readonly bucket: string;
  readonly key: string;
  readonly range?: { readonly start: number; readonly endExclusive: number };
  /** Only this version: another one fails with `PreconditionFailed`. */
  readonly etag?: string;
}

export interface ObjectWrite {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string | undefined;
}

/** Whether S3 said that there is no such object. */
export const isMissing = (error: unknown): boolean => statusOf(error) === 404;
/** Whether S3 said that the object is another version than the one asked for. */
export const isReplaced = (error: unknown): boolean => statusOf(error) === 412;

/** A range of which the object has no byte. */
const BEYOND_THE_END = 416;

const statusOf = (error: unknown) => (error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined);

async function openObject(s3: S3Client, { bucket, key, range, etag }: ObjectRead): Promise<GetObjectCommandOutput> {
  return s3.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(range && { Range: `bytes=${range.start}-${range.endExclusive - 1}` }),
      ...(etag && { IfMatch: etag }),
    }),
  );
}

/** The bytes of an object, in one buffer of its own, of a range those it has; undefined when there is no object. */
export async function getObject(s3: S3Client, read: ObjectRead): Promise<Uint8Array | undefined> {
  if (read.range && read.range.endExclusive <= read.range.start) return new Uint8Array(0);
  try {
    const { Body, ContentLength } = await openObject(s3, read);
    if (!Body) return undefined;
    const bytes = new Uint8Array(ContentLength ?? 0);
    let length = 0;
    for await (const chunk of Body as AsyncIterable<Uint8Array>) {
      bytes.set(chunk, length);
      length += chunk.length;
    }
    if (length !== bytes.length) throw new Error('the object ended before its length');
    return bytes;
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (statusOf(error) === BEYOND_THE_END) return new Uint8Array(0);
    throw error;
  }
}

/** Writes an object from its parts: in one request while they fit in one, else as a multipart upload. */
export async function putObject(
  s3: S3Client,
  target: ObjectWrite,
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const object = { Bucket: target.bucket, Key: target.key };
  const content = target.contentType ? { ContentType: target.contentType } : {};
  const pieces = piecesOf(parts);
  const first = await pieces.next();
  const second = first.done ? first : await pieces.next();
  if (second.done) {
    const Body = first.done ? new Uint8Array(0) : first.value;
    await s3.send(new PutObjectCommand({ ...object, ...content, Body }));
    return;
  }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...object, ...content }));
  try {
    const uploaded: { PartNumber: number; ETag: string | undefined }[] = [];
    const upload = async (Body: Uint8Array) => {
      const PartNumber = uploaded.length + 1;
      const { ETag } = await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }));
      uploaded.push({ PartNumber, ETag });
    };
    await upload(first.value as Uint8Array);
    await upload(second.value);
    for await (const piece of pieces) await upload(piece);
    await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts: uploaded } }));
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand({ ...object, UploadId }));
    throw error;
  }
}

/** The same bytes in pieces of one part's size, the last one shorter. */
async function* piecesOf(
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
  let piece = new Uint8Array(0);
  let filled = 0;
  for await (const part of parts) {
    for (let from = 0; from < part.length; ) {
      if (filled === piece.length) {
        if (filled === PART_BYTES) {
          yield piece;
          piece = new Uint8Array(0);
          filled = 0;
        }
        const grown = new Uint8Array(Math.min(PART_BYTES, Math.max(65_536, piece.length * 2, part.length - from)));
        grown.set(piece);
        piece = grown;
      }
      const taken = Math.min(part.length - from, piece.length - filled);
      piece.set(part.subarray(from, from + taken), filled);
      filled += taken;
      from += taken;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
  return undefined;
}
