import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type DropObject, DropReplaced, type DropsBucket } from '../../../shared/ingest/dropsBucket.ts';
import { MANIFEST_FILE } from '../../../shared/sis/manifest/manifest.ts';

const PREFIX = 'drops/bench/nightly/';
export const MANIFEST_KEY = `${PREFIX}${MANIFEST_FILE}`;

/** A drop that lies in a folder, with its manifest and the instant it was sent. */
export interface FolderDrop {
  readonly folder: string;
  readonly manifest: string;
  readonly sentAt: string;
}

/** The drops bucket with one drop in it, read by ranges as S3 is. */
export function folderDrops({ folder, manifest, sentAt }: FolderDrop): DropsBucket {
  const etag = (...parts: readonly string[]) => createHash('md5').update(JSON.stringify(parts)).digest('hex');
  const bytes = new TextEncoder().encode(manifest);
  const objects = new Map<string, DropObject>([
    [MANIFEST_KEY, { key: MANIFEST_KEY, etag: etag(manifest), size: bytes.length, writtenAt: sentAt }],
  ]);
  for (const name of readdirSync(folder)) {
    const key = `${PREFIX}${name}`;
    const { size } = statSync(join(folder, name));
    objects.set(key, { key, etag: etag(key, sentAt), size, writtenAt: sentAt });
  }
  const files = new Map<string, Promise<FileHandle>>();
  const fileOf = (key: string) => {
    const known = files.get(key) ?? open(join(folder, key.slice(PREFIX.length)));
    files.set(key, known);
    return known;
  };
  return {
    head: async (key) => objects.get(key),
    list: async () => [...objects.values()],
    tag: async () => {},
    read: async (key, version, start, end) => {
      if (objects.get(key)?.etag !== version) throw new DropReplaced(key);
      if (key === MANIFEST_KEY) return bytes.slice(start, end);
      const piece = new Uint8Array(end - start);
      const { bytesRead } = await (await fileOf(key)).read(piece, 0, piece.length, start);
      if (end === objects.get(key)?.size)
        void fileOf(key)
          .then((file) => file.close())
          .finally(() => files.delete(key));
      return piece.subarray(0, bytesRead);
    },
  };
}
