import { FileS3Persistence } from '../../../node_modules/fauxqs/dist/s3/fileS3Persistence.js';
import { S3Store } from '../../../node_modules/fauxqs/dist/s3/s3Store.js';
import type { S3Object } from '../../../node_modules/fauxqs/dist/s3/s3Types.js';
import { ObjectTags } from './objectTags.ts';

/** An object that was just written. */
export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** Without quotes, as events carry it. */
  readonly etag: string;
  readonly reason: 'PutObject' | 'CompleteMultipartUpload';
}

type ListOptions = Parameters<S3Store['listObjects']>[1];

/**
 * fauxqs's object store with three things set right: last-modified follows the cloud's clock, keys are listed in the order
 * of their bytes (page by page nothing is lost), and whoever wants to know is told of created objects.
 */
export class ObjectStore extends S3Store {
  readonly #now: () => Date;
  readonly #created: (object: CreatedObject) => void;
  readonly tags: ObjectTags;

  constructor(now: () => Date, created: (object: CreatedObject) => void, directory?: string) {
    super();
    this.#now = now;
    this.#created = created;
    this.tags = new ObjectTags(directory && `${directory}/tags.json`);
    if (directory === undefined) return;
    const files = new FileS3Persistence(directory);
    files.loadS3(this);
    this.persistence = stamped(files, now);
  }

  override putObject(...args: Parameters<S3Store['putObject']>): S3Object {
    const [bucket] = args;
    return this.#announce(bucket, super.putObject(...args), 'PutObject');
  }

  override completeMultipartUpload(...args: Parameters<S3Store['completeMultipartUpload']>): S3Object {
    const bucket = this.bucketOf(args[0]);
    return this.#announce(bucket, super.completeMultipartUpload(...args), 'CompleteMultipartUpload');
  }

  override listObjects(bucket: string, options: ListOptions = {}): ReturnType<S3Store['listObjects']> {
    const { prefix = '', maxKeys = 1000, startAfter, marker } = options;
    const after = startAfter ?? marker ?? '';
    const matching = super
      .listObjects(bucket, { prefix, maxKeys: Number.MAX_SAFE_INTEGER })
      .objects.filter(({ key }) => byBytes(key, after) > 0)
      .sort((a, b) => byBytes(a.key, b.key));
    return { objects: matching.slice(0, maxKeys), commonPrefixes: [], isTruncated: matching.length > maxKeys };
  }

  /** The object, or undefined. */
  find(bucket: string, key: string): S3Object | undefined {
    try {
      return this.headObject(bucket, key);
    } catch {
      return undefined;
    }
  }

  #announce(bucket: string, object: S3Object, reason: CreatedObject['reason']): S3Object {
    object.lastModified = this.#now();
    const { key, contentLength: size, etag } = object;
    this.tags.set(bucket, key, {});
    this.#created({ bucket, key, size, etag: etag.replaceAll('"', ''), reason });
    return object;
  }

  /** Uploads to a bucket that nobody has completed. */
  unfinishedUploads(bucket: string): readonly { readonly key: string; readonly uploadId: string }[] {
    return [...this.uploads].flatMap(([uploadId, upload]) =>
      upload.bucket === bucket ? [{ key: upload.key, uploadId }] : [],
    );
  }

  /** Bucket of an upload in progress. */
  private bucketOf(uploadId: string): string {
    return this.uploads.get(uploadId)?.bucket ?? '';
  }

  private get uploads(): ReadonlyMap<string, { readonly bucket: string; readonly key: string }> {
    return (this as unknown as { multipartUploads: Map<string, { bucket: string; key: string }> }).multipartUploads;
  }
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The same files, written with the cloud's time. */
function stamped(files: FileS3Persistence, now: () => Date): FileS3Persistence {
  const clocked: FileS3Persistence = Object.create(files);
  clocked.upsertObject = (bucket, object) => {
    object.lastModified = now();
    files.upsertObject(bucket, object);
  };
  clocked.completeMultipartUpload = (uploadId, bucket, object) => {
    object.lastModified = now();
    files.completeMultipartUpload(uploadId, bucket, object);
  };
  return clocked;
}
