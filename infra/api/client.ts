import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readClientArguments } from './clientArguments.ts';
import { clientPackage } from './clientPackage.ts';
import type { ApiDocument } from './document.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const COMPILER = join(REPOSITORY, 'node_modules/typescript/bin/tsc');

/** `npm run client`: writes the package of the typed client and compiles it. */
function main(args: readonly string[]): void {
  const chosen = readClientArguments(args);
  if ('say' in chosen) {
    (chosen.failed ? console.error : console.log)(chosen.say);
    process.exitCode = chosen.failed ? 1 : 0;
    return;
  }
  const document = JSON.parse(readFileSync(join(REPOSITORY, 'shared/http/openapi.json'), 'utf8')) as ApiDocument;
  const files = clientPackage(document);
  for (const folder of ['src', 'dist']) rmSync(join(chosen.out, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(chosen.out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  execFileSync(process.execPath, [COMPILER, '-p', chosen.out], { stdio: 'inherit' });
  console.log(`The client of version ${document.info.version} is in ${resolve(chosen.out)}.`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(`The client could not be written: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
