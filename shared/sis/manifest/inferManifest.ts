import { contentsOf } from '../drop/contents.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { FileMode, Manifest } from './manifest.ts';

/**
 * A manifest for files that came without one: everything that is recognized is bulk, mapped files as their mapping says.
 * For trial runs only; a drop into the bucket needs a manifest of its own.
 */
export function inferManifest(fileNames: readonly string[], mapping?: Mapping): Manifest {
  const { tables, setAside } = contentsOf(fileNames, mapping);
  const files = new Map<string, FileMode>(setAside.map((name) => [name, 'bulk']));
  for (const table of tables) files.set(table.spec.name, table.sources[0]?.mapping?.mode ?? 'bulk');
  return {
    version: '1.2',
    files,
    rollover: false,
    windows: new Map(),
    valid: true,
    diagnostics: [],
  };
}
