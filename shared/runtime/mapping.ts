import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mapping, readMapping } from '../sis/mapping/mapping.ts';

let loaded: { readonly mapping?: Mapping } | undefined;

/** The mapping shipped beside the function's code, for sources that do not speak OneRoster; undefined when there is none. */
export function mappingOfFunction(): Mapping | undefined {
  loaded ??= loadMapping(join(process.env['LAMBDA_TASK_ROOT'] ?? '.', 'mapping.json'));
  return loaded.mapping;
}

function loadMapping(path: string): { readonly mapping?: Mapping } {
  if (!existsSync(path)) return {};
  const outcome = readMapping(JSON.parse(readFileSync(path, 'utf8')));
  if ('mapping' in outcome) return outcome;
  const lines = outcome.errors.map((error) => `  ${error.path}: ${error.message}`);
  throw new Error(`the mapping ${path} is not valid:\n${lines.join('\n')}`);
}
