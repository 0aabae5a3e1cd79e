import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { CONTRACTS } from '../shared/http/contracts.ts';
import { openApiDocument } from '../shared/http/openapi.ts';
import { differencesBetween } from './api/differences.ts';
import type { ApiDocument } from './api/document.ts';
import { versionObjection } from './api/versions.ts';

const CURRENT = new URL('../shared/http/openapi.json', import.meta.url);
const RELEASED = new URL('../shared/http/openapi.released.json', import.meta.url);

/**
 * `npm run openapi` writes the API's document anew after a contract changed. `npm run release-api` makes it the one that
 * further changes are held against, if its version says what has changed since the last.
 */
function main(args: readonly string[]): void {
  const document = openApiDocument(CONTRACTS);
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (args.includes('--release')) {
    const objection = objectionTo(JSON.parse(text) as ApiDocument);
    if (objection !== undefined) {
      console.error(objection);
      process.exitCode = 1;
      return;
    }
    writeFileSync(RELEASED, text);
    console.log(`${document.info.version} is released: later changes are held against it`);
  }
  writeFileSync(CURRENT, text);
  console.log('shared/http/openapi.json written: look at what changed before committing it');
}

/** The first release has nothing to keep to. */
function objectionTo(document: ApiDocument): string | undefined {
  if (!existsSync(RELEASED)) return undefined;
  const released = JSON.parse(readFileSync(RELEASED, 'utf8')) as ApiDocument;
  return versionObjection(released.info.version, document.info.version, differencesBetween(released, document));
}

main(process.argv.slice(2));
