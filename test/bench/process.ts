import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { CODE_OPTIONS, THREADS } from '../../infra/build.ts';
import type { Account } from './contestants/measure.ts';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** The contestants' code, bundled as the functions' is, so that loading it costs what it costs there. */
export function bundleContestants(names: readonly string[], outdir: string): void {
  buildSync({
    ...CODE_OPTIONS,
    absWorkingDir: REPOSITORY,
    entryPoints: Object.fromEntries([
      ...names.map((name) => [name, `test/bench/contestants/${name}.ts`]),
      ...Object.values(THREADS)
        .flat()
        .map((module) => [basename(module, '.ts'), module]),
    ]),
    outdir,
    outExtension: { '.js': '.mjs' },
    external: ['@duckdb/node-api'],
  });
}

/** Runs one contestant in a process of its own. Its order is told the file that the account goes into. */
export async function runContestant(script: string, order: object): Promise<Account> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-account-'));
  const account = join(folder, 'account.json');
  try {
    const child = spawn(process.execPath, [script, JSON.stringify({ ...order, account })], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (code !== 0) throw new Error(`${script} ended with ${code ?? signal}`);
    return JSON.parse(readFileSync(account, 'utf8')) as Account;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
