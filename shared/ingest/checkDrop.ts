import { putJson } from '../lake/lake.ts';
import { editionKey } from '../lake/reader.ts';
import { readManifest } from '../sis/manifest/readManifest.ts';
import { isFinal, lastClose, recordClose, requireDrop, updateDrop } from '../store/drops.ts';
import { readCurrent } from '../store/editions.ts';
import type { DropRecord, DropStatus } from '../store/entities.ts';
import { acquireLease, releaseLease } from '../store/leases.ts';
import { type IngestContext, ingestLease, LEASE_SECONDS } from './context.ts';
import { folderOf, prefixOf } from './dropObject.ts';
import type { DropObject } from './dropsBucket.ts';
import { Findings } from './findings.ts';
import { finishDrop } from './finishDrop.ts';
import { FOLDER_PATIENCE_MS, type FolderState, folderState } from './folder.ts';

export interface CheckedDrop {
  readonly dropId: string;
  readonly outcome: 'ready' | 'waiting' | 'finished';
}

/**
 * Whether a drop can be taken in now: it is closed, its versions are pinned, and no other drop is being taken in. Asked
 * again every minute until it is.
 */
export async function checkDrop(dropId: string, context: IngestContext): Promise<CheckedDrop> {
  const drop = await requireDrop(dropId);
  if (isFinal(drop)) {
    await releaseLease(ingestLease(dropId));
    return { dropId, outcome: 'finished' };
  }
  const closing = await context.drops.head(drop.objectKey);
  if (closing?.etag !== drop.etag) return supersede(drop, context);
  const folder = drop.kind === 'folder' && !drop.pins ? await readFolder(drop, closing, context) : undefined;
  if (folder && folder.open.length > 0) return awaitFolder(drop, folder, context);
  // A drop that is taken in again keeps its place in the order of drops, whatever was written since.
  const closedAt = drop.closedAt ?? closing.writtenAt;
  const pinned = { ...drop, closedAt, ...(folder && { pins: folder.pins }) };
  return claim(drop, pinned, context);
}

/** Another version stands in its place, which makes a drop of its own. */
async function supersede(drop: DropRecord, context: IngestContext): Promise<CheckedDrop> {
  const findings = new Findings();
  findings.report({
    severity: 'notice',
    file: drop.objectKey.slice(prefixOf(drop.objectKey).length),
    line: 0,
    code: 'drop.replaced',
    message: 'The object was replaced or taken away before it was read: the version that took its place counts.',
  });
  await finishDrop(context, drop, 'superseded', { findings });
  return { dropId: drop.dropId, outcome: 'finished' };
}

async function readFolder(
  drop: DropRecord,
  closing: DropObject,
  { drops, mapping }: IngestContext,
): Promise<FolderState> {
  const bytes = await drops.read(drop.objectKey, drop.etag, 0, closing.size);
  const objects = await drops.list(prefixOf(drop.objectKey));
  const close = await lastClose(folderOf(drop));
  const previous = close?.dropId === drop.dropId ? undefined : close;
  return folderState({ objects, manifest: readManifest(bytes), mapping, previous });
}

async function awaitFolder(drop: DropRecord, folder: FolderState, context: IngestContext): Promise<CheckedDrop> {
  const waited = context.clock().getTime() - Date.parse(drop.receivedAt);
  if (waited < FOLDER_PATIENCE_MS) return wait(drop, 'waiting');
  const findings = new Findings();
  findings.hold(...folder.open);
  await finishDrop(context, drop, 'held', { findings });
  return { dropId: drop.dropId, outcome: 'finished' };
}

async function wait(drop: DropRecord, status: DropStatus): Promise<CheckedDrop> {
  if (drop.status !== status) await updateDrop(drop, { ...drop, status });
  return { dropId: drop.dropId, outcome: 'waiting' };
}

async function claim(drop: DropRecord, pinned: DropRecord, context: IngestContext): Promise<CheckedDrop> {
  const { dropId } = drop;
  if (!(await acquireLease(ingestLease(dropId), context.clock(), LEASE_SECONDS))) return wait(drop, 'waiting');
  await completeLastPublish(context);
  const { pins, closedAt } = pinned;
  if (pins && closedAt) await recordClose(folderOf(drop), { dropId, closedAt, pins });
  const moved = await updateDrop(drop, { ...pinned, status: 'normalizing' });
  return { dropId, outcome: moved ? 'ready' : 'waiting' };
}

/** A publish that died after its conditional write has left the edition's object to be written. */
async function completeLastPublish({ lake }: IngestContext): Promise<void> {
  const { edition } = await readCurrent();
  if (edition && !(await lake.get(editionKey(edition.number)))) {
    await putJson(lake, editionKey(edition.number), edition);
  }
}
