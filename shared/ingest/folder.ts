import { contentsOf } from '../sis/drop/contents.ts';
import { MANIFEST_FILE, type Manifest } from '../sis/manifest/manifest.ts';
import type { Mapping } from '../sis/mapping/mapping.ts';
import { isSource } from '../sis/mapping/sources.ts';
import type { FolderClose } from '../store/drops.ts';
import type { Hold } from '../store/entities.ts';
import { prefixOf } from './dropObject.ts';
import type { DropObject } from './dropsBucket.ts';

/** How long a folder may take to become complete after its manifest was written. */
export const FOLDER_PATIENCE_MS = 60 * 60 * 1000;

export interface FolderState {
  /** ETags by file name, the manifest aside: what would be pinned now. */
  readonly pins: Readonly<Record<string, string>>;
  /** Why the folder is not complete yet, file by file; empty when it is closed. */
  readonly open: readonly Hold[];
}

export interface FolderInput {
  readonly objects: readonly DropObject[];
  readonly manifest: Manifest;
  readonly mapping: Mapping | undefined;
  /** The close before this one; undefined for the first. */
  readonly previous: FolderClose | undefined;
}

/**
 * Whether a folder is closed: every file its manifest names as bulk or delta is there and younger than the previous close.
 * S3 tells times in seconds, so a file also counts as younger when it is another version than the one taken then.
 */
export function folderState({ objects, manifest, mapping, previous }: FolderInput): FolderState {
  const files = new Map(objects.map((object) => [object.key.slice(prefixOf(object.key).length), object]));
  files.delete('');
  files.delete(MANIFEST_FILE);
  // What is no table and no source of one may change as it likes.
  for (const name of files.keys()) if (!/\.csv$/i.test(name) && !isSource(mapping, name)) files.delete(name);
  const { tables, missing: lacking } = contentsOf([...files.keys()], mapping);
  const open = [...manifest.files].flatMap(([name, mode]): Hold[] => {
    if (mode === 'absent') return [];
    const sources = tables.find((table) => table.spec.name === name)?.sources ?? [{ fileName: `${name}.csv` }];
    const ofSources = sources.flatMap(({ fileName }): Hold[] => {
      const object = files.get(fileName);
      if (!object) return [missing(fileName, sameInOtherLetters(fileName, files.keys()))];
      const isYounger = !previous || object.writtenAt > previous.closedAt || previous.pins[fileName] !== object.etag;
      return isYounger ? [] : [stale(fileName)];
    });
    return [...ofSources, ...lacking.filter(({ target }) => target === name).map(({ pattern }) => missing(pattern))];
  });
  return { pins: Object.fromEntries([...files].map(([name, { etag }]) => [name, etag])), open };
}

const sameInOtherLetters = (file: string, names: Iterable<string>) =>
  [...names].find((name) => name.toLowerCase() === file.toLowerCase());

const missing = (file: string, came?: string): Hold => ({
  code: 'folder.file_missing',
  file,
  message:
    came === undefined
      ? `The manifest names ${file}, and it did not come within 60 minutes: send it and the manifest again.`
      : `The manifest names ${file}, and what came is ${came}: send it under the exact name, and the manifest again.`,
});

const stale = (file: string): Hold => ({
  code: 'folder.file_stale',
  file,
  message: `${file} is still the one of the previous drop: send a new one and the manifest again, or name it absent.`,
});
