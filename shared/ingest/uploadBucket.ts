import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** A part that has arrived, as S3 answered its sender. */
export interface ArrivedPart {
  readonly partNumber: number;
  readonly etag: string;
}

export interface MultipartUpload {
  readonly objectKey: string;
  readonly multipartId: string;
}

/** The drops bucket as those see it who let others write into it: nothing of it can be read. */
export interface UploadBucket {
  readonly name: string;
  /** Begins a multipart upload; answers S3's id of it. */
  begin(objectKey: string): Promise<string>;
  /** An address that takes exactly so many bytes as this part, for so many seconds. */
  partUrl(upload: MultipartUpload, partNumber: number, bytes: number, seconds: number): Promise<string>;
  /**
   * Makes one object of the parts and answers its ETag. `refused`: they are not those that have arrived; `gone`: there is
   * no such upload, any more or yet.
   */
  complete(
    upload: MultipartUpload,
    parts: readonly ArrivedPart[],
  ): Promise<{ readonly etag: string } | 'refused' | 'gone'>;
  /** Forgets an upload and its parts; one that is gone is forgotten. */
  abort(upload: MultipartUpload): Promise<void>;
  /** ETag of an object, without quotes; undefined when there is none. */
  etagOf(objectKey: string): Promise<string | undefined>;
}

const REFUSED = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'MalformedXML']);
const isGone = (error: unknown) => error instanceof S3ServiceException && error.name === 'NoSuchUpload';
const unquoted = (etag = '') => etag.replaceAll('"', '');

/** Checksums that the SDK adds by itself would be those of an empty body, and signed. */
const client = () => new S3Client({ maxAttempts: 5, requestChecksumCalculation: 'WHEN_REQUIRED' });

export function s3UploadBucket(bucket: string, s3: S3Client = client()): UploadBucket {
  const named = ({ objectKey, multipartId }: MultipartUpload) => ({
    Bucket: bucket,
    Key: objectKey,
    UploadId: multipartId,
  });
  return {
    name: bucket,
    begin: async (objectKey) => {
      const object = { Bucket: bucket, Key: objectKey, ContentType: 'application/zip' };
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand(object));
      if (UploadId === undefined) throw new Error('S3 began an upload without an id');
      return UploadId;
    },
    partUrl: (upload, PartNumber, ContentLength, expiresIn) =>
      getSignedUrl(s3, new UploadPartCommand({ ...named(upload), PartNumber, ContentLength }), {
        expiresIn,
        // Signed, the length cannot be another one.
        signableHeaders: new Set(['host', 'content-length']),
      }),
    complete: async (upload, parts) => {
      const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: `"${unquoted(etag)}"` }));
      try {
        const { ETag } = await s3.send(
          new CompleteMultipartUploadCommand({ ...named(upload), MultipartUpload: { Parts } }),
        );
        return { etag: unquoted(ETag) };
      } catch (error) {
        if (isGone(error)) return 'gone';
        if (error instanceof S3ServiceException && REFUSED.has(error.name)) return 'refused';
        throw error;
      }
    },
    abort: async (upload) => {
      await s3.send(new AbortMultipartUploadCommand(named(upload))).catch((error: unknown) => {
        if (!isGone(error)) throw error;
      });
    },
    etagOf: async (objectKey) => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: objectKey }));
      const found = Contents.find(({ Key }) => Key === objectKey);
      return found && unquoted(found.ETag);
    },
  };
}
