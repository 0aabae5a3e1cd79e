import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { docsPage } from './docs/page.ts';

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));
const ROOT = join(REPOSITORY, '.build');
/** Everything that the code of a function is made of. */
const SOURCES = ['functions', 'shared', 'package-lock.json', 'infra/build.ts', 'infra/docs'];
const CODE = 'code-';
const DAY_MS = 86_400_000;

/** Modules that functions run in threads of their own: each is a file beside the function's code. */
export const THREADS: Readonly<Record<string, readonly string[]>> = {
  'assess-district': ['shared/assess/shards/partThread.ts'],
};

/** Files that functions read at run time, beside their code: makes them by name. */
export const ASSETS: Readonly<Record<string, () => ReadonlyMap<string, Uint8Array>>> = { 'serve-docs': docsPage };

/** How code for the functions' runtime is bundled. */
export const CODE_OPTIONS = {
  bundle: true,
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
} satisfies BuildOptions;

export interface BuiltFunctions {
  /** The folder for whatever is built. */
  readonly root: string;
  /** The folder of each function's code by its name, sorted: `index.mjs`, its threads and its assets. */
  readonly code: ReadonlyMap<string, string>;
}

/**
 * Bundles every `functions/<name>/handler.ts` in one esbuild call; a call per function takes ten times as long. Code
 * that was built from the same sources before is taken as it is: the demo, trials and tests start seconds earlier.
 */
export function builtFunctions(): BuiltFunctions {
  const names = functionNames();
  const output = join(ROOT, `${CODE}${fingerprint()}`);
  if (!existsSync(output)) {
    forgetOldCode();
    const unfinished = `${output}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    if (names.length > 0) build(names, unfinished);
    moveUnlessThere(unfinished, output);
  }
  return { root: ROOT, code: new Map(names.map((name) => [name, join(output, name)])) };
}

function build(names: readonly string[], outdir: string): void {
  buildSync({
    absWorkingDir: REPOSITORY,
    entryPoints: Object.fromEntries(
      names.flatMap((name) => [
        [join(name, 'index'), `functions/${name}/handler.ts`],
        ...(THREADS[name] ?? []).map((module) => [join(name, basename(module, '.ts')), module]),
      ]),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    ...CODE_OPTIONS,
  });
  for (const name of names) {
    for (const [file, bytes] of ASSETS[name]?.() ?? []) writeFileSync(join(outdir, name, file), bytes);
  }
}

/** The folders of `functions/` that hold a handler, sorted. */
function functionNames(): readonly string[] {
  const folder = join(REPOSITORY, 'functions');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'handler.ts')))
    .sort();
}

/** Changes with any source, and with nothing else. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((source) => filesBelow(join(REPOSITORY, source)))) {
    hash
      .update(`${relative(REPOSITORY, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Another process may have built the same in the meantime. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    rmSync(from, { recursive: true });
    if (!existsSync(to)) throw error;
  }
}

/** What nobody can be using any more. */
function forgetOldCode(): void {
  if (!existsSync(ROOT)) return;
  for (const name of readdirSync(ROOT).filter((each) => each.startsWith(CODE))) {
    const path = join(ROOT, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}
