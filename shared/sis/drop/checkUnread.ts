import type { DropSource } from './source.ts';

/**
 * Expands the files of a zip that nothing reads, so that damage to one of them is found as well: whoever sent it believes it
 * arrived. Throws a `DropSourceError` as reading does.
 */
export async function checkUnread({ kind, files }: DropSource, read: readonly string[]): Promise<void> {
  if (kind !== 'zip') return;
  for (const file of files) {
    if (read.includes(file.name)) continue;
    for await (const _chunk of file.open());
  }
}
