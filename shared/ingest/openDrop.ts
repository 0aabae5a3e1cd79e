import { openFolder } from '../sis/drop/folder.ts';
import type { DropFile, DropSource } from '../sis/drop/source.ts';
import { openZip } from '../sis/drop/zip.ts';
import { MANIFEST_FILE, type Manifest } from '../sis/manifest/manifest.ts';
import { readManifest } from '../sis/manifest/readManifest.ts';
import type { DropRecord } from '../store/entities.ts';
import { prefixOf } from './dropObject.ts';
import { DropReplaced, type DropsBucket, rangesOf, streamOf } from './dropsBucket.ts';

/** A manifest has a line or two per file; more than this is something else. */
const MANIFEST_BYTES = 1024 * 1024;

/**
 * The files of a drop in the versions that were pinned. Throws a `DropSourceError` when they cannot be read, and
 * `DropReplaced` when one of them is gone.
 */
export async function openDrop(drops: DropsBucket, drop: DropRecord): Promise<DropSource> {
  const { objectKey: key, etag, size } = drop;
  if (drop.kind === 'zip') return openZip(rangesOf(drops, { key, etag, size }));
  const prefix = prefixOf(key);
  const pins = { ...drop.pins, [MANIFEST_FILE]: etag };
  const objects = new Map((await drops.list(prefix)).map((object) => [object.key, object]));
  return openFolder(
    Object.entries(pins).map(([name, pinned]): DropFile => {
      const object = objects.get(`${prefix}${name}`);
      if (object?.etag !== pinned) throw new DropReplaced(`${prefix}${name}`);
      return { name, size: object.size, open: () => streamOf(rangesOf(drops, object)) };
    }),
  );
}

/** The manifest among the files of a drop; undefined when there is none. */
export async function manifestOf(source: DropSource): Promise<Manifest | undefined> {
  const file = source.files.find(({ name }) => name === MANIFEST_FILE);
  if (!file) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.open()) {
    length += chunk.length;
    if (length > MANIFEST_BYTES) break;
    chunks.push(chunk);
  }
  return readManifest(Buffer.concat(chunks));
}
