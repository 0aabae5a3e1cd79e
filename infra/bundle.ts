import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { builtFunctions } from './build.ts';
import type { TenantFile } from './tenantFile.ts';

/** Bundled functions of one tenant: a folder each, with `index.mjs`, its threads, its assets and the tenant's configuration. */
export interface Bundle {
  /** Names of all functions, sorted. */
  readonly names: readonly string[];
  /** The folder that becomes the code of a function; throws when there is no such function. */
  folderOf(name: string): string;
}

/**
 * Puts every function's code into `.build/<tenant>-<configuration>/functions/<name>/index.mjs`, with `tenant.json` beside
 * it, and `mapping.json` where the tenant has one. Only files whose content changed are written, so that several
 * processes may bundle at once.
 */
export function bundleFunctions(tenantFile: TenantFile): Bundle {
  const configuration = {
    'tenant.json': tenantFile.text,
    ...(tenantFile.mapping !== undefined && { 'mapping.json': tenantFile.mapping }),
  };
  const { root, code } = builtFunctions();
  const output = join(root, `${tenantFile.tenant.tenant}-${hash(configuration)}`, 'functions');
  for (const [name, folder] of code) {
    for (const file of readdirSync(folder)) writeIfChanged(join(output, name, file), readFileSync(join(folder, file)));
    for (const [file, text] of Object.entries(configuration)) {
      writeIfChanged(join(output, name, file), Buffer.from(text));
    }
  }
  return {
    names: [...code.keys()],
    folderOf(name) {
      if (!code.has(name)) throw new Error(`functions/${name}/handler.ts is missing: the stacks deploy it`);
      return join(output, name);
    },
  };
}

function hash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

function writeIfChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
