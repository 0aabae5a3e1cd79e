import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { TenantFile } from './tenantFile.ts';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

/** Bundled functions of one tenant: a folder each, with `index.mjs` and the tenant's file. */
export interface Bundle {
  /** Names of all functions, sorted. */
  readonly names: readonly string[];
  /** The folder that becomes the code of a function; throws when there is no such function. */
  folderOf(name: string): string;
}

/**
 * Bundles every `functions/<name>/handler.ts` in one esbuild call (a call per function takes ten times as long) into
 * `.build/<tenant>-<configuration>/functions/<name>/index.mjs`, with `tenant.json` beside it, and `mapping.json` where
 * the tenant has one. Only files whose content changed are written, so that several processes may bundle at once.
 */
export function bundleFunctions(tenantFile: TenantFile): Bundle {
  const configuration = {
    'tenant.json': tenantFile.text,
    ...(tenantFile.mapping !== undefined && { 'mapping.json': tenantFile.mapping }),
  };
  const output = join(REPOSITORY, '.build', `${tenantFile.tenant.tenant}-${hash(configuration)}`, 'functions');
  const placeholders = Boolean(process.env['WAYMARK_PLACEHOLDERS']);
  const names = placeholders ? [] : functionNames();
  for (const file of build(names, output)) writeIfChanged(file.path, file.contents);
  for (const name of names) writeConfiguration(join(output, name), configuration);
  return {
    names,
    folderOf(name) {
      if (placeholders) {
        writeIfChanged(join(output, name, 'index.mjs'), Buffer.from('export const handler = async () => ({});'));
        writeConfiguration(join(output, name), configuration);
        return join(output, name);
      }
      if (!names.includes(name)) throw new Error(`functions/${name}/handler.ts is missing: the stacks deploy it`);
      return join(output, name);
    },
  };
}

function hash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

function writeConfiguration(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeIfChanged(join(folder, name), Buffer.from(text));
}

/** The folders of `functions/` that hold a handler, sorted. */
export function functionNames(): readonly string[] {
  const folder = join(REPOSITORY, 'functions');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'handler.ts')))
    .sort();
}

function build(names: readonly string[], output: string) {
  if (names.length === 0) return [];
  return buildSync({
    absWorkingDir: REPOSITORY,
    entryPoints: Object.fromEntries(
      names.map((name) => [
        join(name, 'index'),
        relative(REPOSITORY, join(REPOSITORY, 'functions', name, 'handler.ts')),
      ]),
    ),
    outdir: output,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // ES modules first: the SDK's CommonJS builds cannot be tree-shaken and are twice as large.
    mainFields: ['module', 'main'],
    conditions: ['import', 'module'],
    minify: true,
    // Step Functions retries and catches by the names of errors.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
    // Some packages of the SDK still call require().
    banner: { js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);" },
  }).outputFiles;
}

function writeIfChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
