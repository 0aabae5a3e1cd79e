import type { Removal } from '../domain/purge/certificate.ts';
import type { PurgeBucket, VersionName } from './bucket.ts';
import { objectWithout, type Rewritten } from './lines.ts';

/** What has to happen to one object: other bytes, or none. */
export interface Change {
  readonly key: string;
  /** Absent where the object goes. */
  readonly bytes?: Uint8Array;
  readonly removal: Removal;
}

/** The first part of a key, by which certificates count: `tables/`. */
export const prefixOfKey = (key: string): string => key.slice(0, key.indexOf('/') + 1);

export const rewriting = (place: string, key: string, { bytes, rows }: Rewritten): Change => ({
  key,
  bytes,
  removal: { place, what: prefixOfKey(key), rewritten: 1, rows },
});

export const deletion = (place: string, key: string): Change => ({
  key,
  removal: { place, what: prefixOfKey(key), objects: 1 },
});

/** Does what a change says, and forgets every earlier version of the object. Doing it twice is doing it once. */
export async function makeChange(bucket: PurgeBucket, { key, bytes }: Change): Promise<void> {
  if (bytes) await bucket.put(key, bytes);
  for await (const page of bucket.list(key)) {
    await removeAll(
      bucket,
      page.filter((each) => each.key === key && (bytes === undefined || !each.isLatest)),
    );
  }
}

/** Deletes versions; throws when one of them may not be deleted, which nothing but a sealed record may be. */
export async function removeAll(bucket: PurgeBucket, versions: readonly VersionName[]): Promise<void> {
  const refused = await bucket.remove(versions);
  if (refused.length > 0) throw Object.assign(new Error('S3 refuses to delete versions'), { name: 'DeletionRefused' });
}

/** The change of an object of lines or JSON, if it names the student. */
export async function* objectChanges(bucket: PurgeBucket, place: string, key: string, id: string) {
  const bytes = await bucket.get(key);
  const rewritten = bytes && objectWithout(key, bytes, id);
  if (rewritten) yield rewriting(place, key, rewritten);
}
