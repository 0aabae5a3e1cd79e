import { createHash } from 'node:crypto';
import { MANIFEST_FILE } from '../sis/manifest/manifest.ts';
import type { DropRecord } from '../store/entities.ts';

/** What closes a drop: a zip, or the manifest of a folder; undefined for every other object. */
export function kindOf(key: string): DropRecord['kind'] | undefined {
  if (/\.zip$/i.test(key)) return 'zip';
  return key.endsWith(`/${MANIFEST_FILE}`) ? 'folder' : undefined;
}

/** The same version of the same object is the same drop, however often it is announced. */
export function dropIdOf(bucket: string, key: string, etag: string, ...more: readonly string[]): string {
  return sha256(JSON.stringify([bucket, key, etag, ...more])).slice(0, 32);
}

/** Everything up to the name of the closing object. */
export const prefixOf = (objectKey: string): string => objectKey.slice(0, objectKey.lastIndexOf('/') + 1);

/** Names a folder of drops in keys: tenants choose its path, and it may say too much. */
export const folderOf = (drop: DropRecord): string =>
  sha256(JSON.stringify([drop.bucket, prefixOf(drop.objectKey)])).slice(0, 32);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
