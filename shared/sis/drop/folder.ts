import { type DropFile, type DropSource, DropSourceError } from './source.ts';

/** The files under one prefix as a drop; throws a `DropSourceError` when they lie in folders or share a name. */
export function openFolder(files: readonly DropFile[]): DropSource {
  const names = new Set<string>();
  for (const { name } of files) {
    if (/[/\\]/.test(name)) {
      throw new DropSourceError('package.nested_folder', 'Put all files of a drop side by side, not in folders.', name);
    }
    if (names.has(name.toLowerCase())) {
      throw new DropSourceError('package.duplicate_file', 'Two files of the drop have the same name: keep one.', name);
    }
    names.add(name.toLowerCase());
  }
  return { kind: 'folder', files };
}
