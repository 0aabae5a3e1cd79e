import { getDrop, isFinal, lastClose, recordDrop } from '../store/drops.ts';
import type { DropRecord } from '../store/entities.ts';
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
  /** Starts the ingest of a drop; starting it twice is starting it once. */
  readonly start: (dropId: string) => Promise<void>;
}

/**
 * Records the drop that an object closes and starts its ingest. Objects that close nothing are passed over. An
 * announcement that comes again does nothing, but a start that may have been lost is made up for.
 */
export async function receiveDrop(object: CreatedObject, context: ReceiveContext): Promise<void> {
  const kind = kindOf(object.key);
  if (!kind) return;
  const dropId = dropIdOf(object.bucket, object.key, object.etag);
  const drop = receivedDrop(dropId, kind, object, context.now);
  const known = (await recordDrop(drop)) ? drop : await getDrop(dropId);
  if (known && !isFinal(known)) await context.start(dropId);
  else if (known?.kind === 'folder') await receiveAnew(known, object, context);
}

/**
 * A folder is closed again by a manifest with the same bytes when its files have changed meanwhile: a SIS that states no
 * `waymark.generatedAt` writes the same manifest every night.
 */
async function receiveAnew(earlier: DropRecord, object: CreatedObject, context: ReceiveContext): Promise<void> {
  const { drops, now, start } = context;
  const [manifest, close] = [await drops.head(object.key), await lastClose(folderOf(earlier))];
  if (manifest?.etag !== object.etag || !close || manifest.writtenAt <= close.closedAt) return;
  const files = await drops.list(prefixOf(object.key));
  const isChanged = files.some(({ key, etag }) => {
    const pinned = close.pins[key.slice(prefixOf(key).length)];
    return pinned !== undefined && pinned !== etag;
  });
  if (!isChanged) return;
  const dropId = dropIdOf(object.bucket, object.key, object.etag, manifest.writtenAt);
  const drop = receivedDrop(dropId, 'folder', object, now);
  const known = (await recordDrop(drop)) ? drop : await getDrop(dropId);
  if (known && !isFinal(known)) await start(dropId);
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
