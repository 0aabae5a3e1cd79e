import { getDrop, isFinal, lastClose, recordDrop, updateDrop } from '../store/drops.ts';
import type { DropRecord } from '../store/entities.ts';
import { isTenantPurged } from '../store/tombstones.ts';
import { dropIdOf, folderOf, kindOf, prefixOf } from './dropObject.ts';
import type { DropsBucket } from './dropsBucket.ts';

/** An object that was written into the drops bucket, as S3 announces it. */
export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

export interface ReceiveContext {
  readonly drops: DropsBucket;
  readonly now: Date;
  /** Starts the ingest of a drop as an execution of that name; starting it twice is starting it once. */
  readonly start: (dropId: string, execution: string) => Promise<void>;
}

/**
 * Records the drop that an object closes and starts its ingest. Objects that close nothing are passed over. An
 * announcement that comes again does nothing, but a start that may have been lost is made up for, and a drop whose ingest
 * has failed is taken in again. Of a district that was purged nothing is recorded any more.
 */
export async function receiveDrop(object: CreatedObject, context: ReceiveContext): Promise<void> {
  const kind = kindOf(object.key);
  if (!kind || (await isTenantPurged())) return;
  const dropId = dropIdOf(object.bucket, object.key, object.etag);
  const drop = receivedDrop(dropId, kind, object, context.now);
  const known = (await recordDrop(drop)) ? drop : await getDrop(dropId);
  if (!known) return;
  if (!isFinal(known)) await context.start(dropId, executionOf(known));
  else if (known.kind === 'folder' && (await receiveAnew(known, object, context))) return;
  else if (known.status === 'failed') await retry(known, context);
}

/** An execution's name can be used once. */
const executionOf = ({ dropId, retries }: DropRecord) =>
  retries === undefined ? dropId : `${dropId}-again-${retries}`;

/** It keeps its place in the order of drops, and the versions that were pinned. */
async function retry(failed: DropRecord, { start }: ReceiveContext): Promise<void> {
  const { failure: _cause, finishedAt: _ended, retries = 0, ...drop } = failed;
  const again: DropRecord = { ...drop, status: 'received', retries: retries + 1 };
  if (await updateDrop(failed, again)) await start(again.dropId, executionOf(again));
}

/**
 * A folder is closed again by a manifest with the same bytes when its files have changed meanwhile: a SIS that states no
 * `waymark.generatedAt` writes the same manifest every night. Answers whether it is.
 */
async function receiveAnew(earlier: DropRecord, object: CreatedObject, context: ReceiveContext): Promise<boolean> {
  const { drops, now, start } = context;
  const [manifest, close] = [await drops.head(object.key), await lastClose(folderOf(earlier))];
  if (manifest?.etag !== object.etag || !close || manifest.writtenAt <= close.closedAt) return false;
  const files = await drops.list(prefixOf(object.key));
  const isChanged = files.some(({ key, etag }) => {
    const pinned = close.pins[key.slice(prefixOf(key).length)];
    return pinned !== undefined && pinned !== etag;
  });
  if (!isChanged) return false;
  const dropId = dropIdOf(object.bucket, object.key, object.etag, manifest.writtenAt);
  const drop = receivedDrop(dropId, 'folder', object, now);
  const known = (await recordDrop(drop)) ? drop : await getDrop(dropId);
  if (known && !isFinal(known)) await start(dropId, executionOf(known));
  return true;
}

/** A drop on its first coming. */
export const receivedDrop = (
  dropId: string,
  kind: DropRecord['kind'],
  { bucket, key, etag, size }: CreatedObject,
  now: Date,
): DropRecord => ({
  dropId,
  bucket,
  objectKey: key,
  etag,
  size,
  kind,
  receivedAt: now.toISOString(),
  status: 'received',
});
