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
  /** Gone when the code runs. */
  readonly isTypeOnly: boolean;
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

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([\w*{][^;'"]*?)\s+from\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What a file imports, statically or not; exported for its own test. */
export function importsOf(path: string, text: string): readonly Import[] {
  const stated = [...text.matchAll(STATEMENT)].map(([, type, names, specifier = '']) => ({
    specifier,
    isTypeOnly: Boolean(type) || onlyTypes(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({ specifier, isTypeOnly: false }));
  return [...stated, ...dynamic].map(({ specifier, isTypeOnly }) => {
    const isLocal = specifier.startsWith('.');
    return { target: isLocal ? normalize(join(dirname(path), specifier)) : specifier, isLocal, isTypeOnly };
  });
}

/** `{ type A, type B }` */
function onlyTypes(names: string | undefined): boolean {
  const listed = /^\{([^}]*)\}$/.exec(names?.trim() ?? '')?.[1]?.split(',') ?? [];
  const stated = listed.map((name) => name.trim()).filter((name) => name !== '');
  return stated.length > 0 && stated.every((name) => name.startsWith('type '));
}
