import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectRetentionCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  type S3Client,
  S3ServiceException,
  type ObjectVersion as S3Version,
} from '@aws-sdk/client-s3';
import { s3Client } from '../lake/lake.ts';
import { getObject, putObject } from '../lake/s3Objects.ts';

/** One version of an object, or the mark that it was deleted. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isMarker: boolean;
  /** Bytes; 0 of a mark. */
  readonly bytes: number;
}

export type VersionName = Pick<ObjectVersion, 'key' | 'versionId'>;

/** A bucket as a purge sees it: every version of every object, and what stands in the way of deleting one. */
export interface PurgeBucket {
  /** Versions and marks below a prefix, in pages. */
  list(prefix?: string): AsyncGenerator<readonly ObjectVersion[]>;
  /** The object as readers see it; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  getRange(key: string, start: number, endExclusive: number): Promise<Uint8Array | undefined>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Deletes versions for good; answers those that S3 refuses to delete. What is gone already is deleted. */
  remove(versions: readonly VersionName[]): Promise<readonly VersionName[]>;
  /** Until when a version is locked; undefined when it is not. */
  lockedUntil(version: VersionName): Promise<string | undefined>;
  /** Ends uploads that nobody has completed; answers how many there were. */
  abortUploads(): Promise<number>;
}

/** Most versions one DeleteObjects takes. */
const REMOVED_AT_ONCE = 1_000;

const CONTENT_TYPES: readonly (readonly [ending: string, type: string])[] = [
  ['.ndjson', 'application/x-ndjson'],
  ['.json', 'application/json'],
  ['.csv', 'text/csv; charset=utf-8'],
];
const contentTypeOf = (key: string) =>
  CONTENT_TYPES.find(([ending]) => key.endsWith(ending))?.[1] ?? 'application/octet-stream';

export function s3PurgeBucket(bucket: string, s3: S3Client = s3Client()): PurgeBucket {
  return {
    list: (prefix = '') => versionsOf(s3, bucket, prefix),
    get: (key) => getObject(s3, { bucket, key }),
    getRange: (key, start, endExclusive) => getObject(s3, { bucket, key, range: { start, endExclusive } }),
    put: (key, bytes) => putObject(s3, { bucket, key, contentType: contentTypeOf(key) }, [bytes]),
    remove: async (versions) => {
      const refused: VersionName[] = [];
      for (let from = 0; from < versions.length; from += REMOVED_AT_ONCE) {
        refused.push(...(await removeSome(s3, bucket, versions.slice(from, from + REMOVED_AT_ONCE))));
      }
      return refused;
    },
    lockedUntil: (version) => lockedUntil(s3, bucket, version),
    abortUploads: () => abortUploads(s3, bucket),
  };
}

async function* versionsOf(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<readonly ObjectVersion[]> {
  let place: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (place) {
    const page: Awaited<ReturnType<typeof listVersions>> = await listVersions(s3, { Bucket, Prefix, ...place });
    const { Versions = [], DeleteMarkers = [] } = page;
    yield [
      ...Versions.map((each) => ({ ...nameOf(each), isMarker: false, bytes: each.Size ?? 0 })),
      ...DeleteMarkers.map((each) => ({ ...nameOf(each), isMarker: true, bytes: 0 })),
    ];
    place = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
}

const listVersions = (s3: S3Client, input: ConstructorParameters<typeof ListObjectVersionsCommand>[0]) =>
  s3.send(new ListObjectVersionsCommand(input));

const nameOf = ({
  Key = '',
  VersionId = 'null',
  IsLatest = false,
}: Pick<S3Version, 'Key' | 'VersionId' | 'IsLatest'>) => ({ key: Key, versionId: VersionId, isLatest: IsLatest });

async function removeSome(s3: S3Client, Bucket: string, versions: readonly VersionName[]) {
  const Objects = versions.map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  const failed = Errors.find(({ Code }) => Code !== 'AccessDenied');
  // Refused is what Object Lock protects; anything else is tried again by the step.
  if (failed) throw Object.assign(new Error('S3 did not delete all it was asked to'), { name: failed.Code ?? 'Error' });
  return Errors.map(({ Key = '', VersionId = '' }) => ({ key: Key, versionId: VersionId }));
}

async function lockedUntil(s3: S3Client, Bucket: string, version: VersionName): Promise<string | undefined> {
  try {
    const { Retention } = await s3.send(
      new GetObjectRetentionCommand({ Bucket, Key: version.key, VersionId: version.versionId }),
    );
    return Retention?.RetainUntilDate?.toISOString();
  } catch (error) {
    // A version without a lock, a bucket without locks, or the mark of a deletion.
    if (
      error instanceof S3ServiceException &&
      /^(NoSuch|ObjectLockConfiguration|Invalid|MethodNotAllowed)/.test(error.name)
    ) {
      return undefined;
    }
    throw error;
  }
}

async function abortUploads(s3: S3Client, Bucket: string): Promise<number> {
  let aborted = 0;
  for (;;) {
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    for (const { Key, UploadId } of Uploads) {
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
    aborted += Uploads.length;
    if (Uploads.length === 0) return aborted;
  }
}
