import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const DEFAULT_OUT = '.build/client';
const HELP = `npm run client [-- --out DIR]

Writes a typed client of the API as a package: TypeScript sources and, in dist/, what browsers and Node load.
  --out DIR   where to; ${DEFAULT_OUT} unless said. A folder that holds anything else is left alone.
  --help      this text`;

export interface ClientArguments {
  readonly out: string;
}

/** Instead: what to show. */
export interface Sentence {
  readonly say: string;
  readonly failed: boolean;
}

export function readClientArguments(args: readonly string[]): ClientArguments | Sentence {
  let values: { readonly out?: string | undefined; readonly help?: boolean | undefined };
  try {
    values = parseArgs({ args: [...args], options: { out: { type: 'string' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    return { say: `${error instanceof Error ? error.message : error}\n${HELP}`, failed: true };
  }
  if (values.help) return { say: HELP, failed: false };
  const out = values.out ?? DEFAULT_OUT;
  if (out === '') return { say: `Name the folder.\n${HELP}`, failed: true };
  const objection = objectionTo(out);
  return objection === undefined ? { out } : { say: objection, failed: true };
}

/** `src` and `dist` of the folder are replaced: it has to be ours. */
function objectionTo(out: string): string | undefined {
  if (!existsSync(out)) return undefined;
  if (!statSync(out).isDirectory()) return `${out} is a file: name a folder.`;
  if (readdirSync(out).length === 0 || nameIn(join(out, 'package.json')) === 'waymark-client') return undefined;
  return `${out} holds something else than a client: name an empty folder or one that is not there yet.`;
}

function nameIn(path: string): unknown {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly name?: unknown }).name;
  } catch {
    return undefined;
  }
}
