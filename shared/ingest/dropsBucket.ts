import { HeadObjectCommand, PutObjectTaggingCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { s3Client } from '../lake/lake.ts';
import { getObject, isMissing, isReplaced } from '../lake/s3Objects.ts';
import type { RangeSource } from '../sis/drop/source.ts';

/** One version of an object that a SIS has written. */
export interface DropObject {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  readonly size: number;
  /** Instant of its writing. */
  readonly writtenAt: string;
}

/** The bucket that drops come into. */
export interface DropsBucket {
  /** The version that is there now; undefined when there is none. */
  head(key: string): Promise<DropObject | undefined>;
  /** The objects directly below a prefix, not those in folders further down. */
  list(prefix: string): Promise<readonly DropObject[]>;
  /** Bytes `[start, end)` of this very version; throws `DropReplaced` when it is not there any more. */
  read(key: string, etag: string, start: number, end: number): Promise<Uint8Array>;
  /** Replaces the tags of an object by one. */
  tag(key: string, tag: { readonly Key: string; readonly Value: string }): Promise<void>;
}

/** A version that was pinned has been replaced or taken away while its drop was waiting or being read. */
export class DropReplaced extends Error {
  override readonly name = 'DropReplaced';
  readonly key: string;

  constructor(key: string) {
    super('an object of the drop was replaced before it was read');
    this.key = key;
  }
}

const unquoted = (etag: string | undefined) => (etag ?? '').replaceAll('"', '');

export function s3DropsBucket(bucket: string, s3: S3Client = s3Client()): DropsBucket {
  return {
    head: async (key) => {
      try {
        const { ETag, ContentLength, LastModified } = await s3.send(
          new HeadObjectCommand({ Bucket: bucket, Key: key }),
        );
        return { key, etag: unquoted(ETag), size: ContentLength ?? 0, writtenAt: instantOf(LastModified) };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    list: async (prefix) => {
      const objects: DropObject[] = [];
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key = '', ETag, Size = 0, LastModified } of page.Contents ?? []) {
          if (Key.includes('/', prefix.length)) continue;
          objects.push({ key: Key, etag: unquoted(ETag), size: Size, writtenAt: instantOf(LastModified) });
        }
      }
      return objects;
    },
    read: async (key, etag, start, endExclusive) => {
      const bytes = await getObject(s3, { bucket, key, etag: `"${etag}"`, range: { start, endExclusive } }).catch(
        (error: unknown) => {
          if (isReplaced(error)) return undefined;
          throw error;
        },
      );
      if (!bytes) throw new DropReplaced(key);
      return bytes;
    },
    tag: async (key, tag) => {
      await s3.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: { TagSet: [{ ...tag }] } }));
    },
  };
}

const instantOf = (date: Date | undefined) => (date ?? new Date(0)).toISOString();

/** A pinned version as something that is read by ranges. */
export const rangesOf = (drops: DropsBucket, { key, etag, size }: Omit<DropObject, 'writtenAt'>): RangeSource => ({
  size,
  read: (start, end) => drops.read(key, etag, start, end),
});

const PIECE_BYTES = 4 * 1024 * 1024;

/** A pinned version from its beginning; the next piece is under way while one is worked on. */
export async function* streamOf(source: RangeSource): AsyncGenerator<Uint8Array> {
  const piece = (start: number) => source.read(start, Math.min(start + PIECE_BYTES, source.size));
  let next = source.size > 0 ? piece(0) : undefined;
  for (let start = PIECE_BYTES; next; start += PIECE_BYTES) {
    const bytes = await next;
    next = start < source.size ? piece(start) : undefined;
    // A reader that stops early never waits for it.
    next?.catch(() => {});
    yield bytes;
  }
}
