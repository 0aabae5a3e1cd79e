import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** A TypeScript file of the repository; paths are relative to it, with slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** Path of a file of the repository, or the name of a package. */
  readonly target: string;
  readonly isLocal: boolean;
}

/** All TypeScript files below some folders. */
export function sourcesIn(...folders: readonly string[]): readonly Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => read(relative(REPOSITORY, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))),
  );
}

function read(path: string): Source {
  const text = readFileSync(join(REPOSITORY, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
}

const STATEMENT = /^(?:import|export)\s+(?:[\w*{][^;'"]*?\s+from\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What a file imports, types and values, statically or not; exported for its own test. */
export function importsOf(path: string, text: string): readonly Import[] {
  const specifiers = [...text.matchAll(STATEMENT), ...text.matchAll(DYNAMIC)].map(([, specifier = '']) => specifier);
  return specifiers.map((specifier) => {
    const isLocal = specifier.startsWith('.');
    return { target: isLocal ? normalize(join(dirname(path), specifier)) : specifier, isLocal };
  });
}
