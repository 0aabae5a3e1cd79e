import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Day, parseDay } from '../../../shared/domain/calendar/day.ts';
import { mappingPath, readyMadeNames } from '../../mappings.ts';

export interface TryArguments {
  /** A zip or a folder of CSV files. */
  readonly path: string;
  readonly kind: 'zip' | 'folder';
  readonly asOf: Day;
  /** Path of a mapping, or the name of a ready-made one. */
  readonly mapping?: string;
  readonly json?: string;
  /** Name of a file in infra/tenants, or a path to one. */
  readonly tenant: string;
}

/** Instead of a trial: a draft of a mapping is written. */
export interface SuggestArguments extends Pick<TryArguments, 'path' | 'kind'> {
  readonly suggestMapping: string;
}

export const USAGE =
  'npm run try -- PATH --as-of YYYY-MM-DD [--mapping FILE|NAME] [--json FILE] [--tenant NAME]\n' +
  '       npm run try -- PATH --suggest-mapping FILE';

/** Reads the command line; a string is the sentence to show instead. */
export function readArguments(args: readonly string[]): TryArguments | SuggestArguments | string {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nUsage: ${USAGE}`;
  }
  const { values, positionals } = parsed;
  const [path, ...more] = positionals;
  if (path === undefined) return `Name the zip or folder of your export.\nUsage: ${USAGE}`;
  if (more.length > 0) return `One zip or folder at a time; this is too much: ${more.join(' ')}\nUsage: ${USAGE}`;
  if (!existsSync(path)) return `There is no file or folder at ${path}.`;
  const kind = isFolder(path) ? 'folder' : 'zip';
  if (kind === 'zip' && !path.toLowerCase().endsWith('.zip'))
    return `${path} is neither a folder nor a .zip: put the CSV files into one of them.`;
  const suggestMapping = values['suggest-mapping'];
  if (suggestMapping !== undefined) return draftProblem(suggestMapping) ?? { path, kind, suggestMapping };
  if (values['as-of'] === undefined) return `Say as of which day to assess: --as-of YYYY-MM-DD.\nUsage: ${USAGE}`;
  const asOf = parseDay(values['as-of']);
  if (asOf === undefined) return `--as-of ${values['as-of']} is no date; write it as YYYY-MM-DD.`;
  const mapping = values.mapping === undefined ? undefined : mappingPath(values.mapping);
  if (values.mapping !== undefined && (mapping === undefined || isFolder(mapping)))
    return `There is no mapping file at ${values.mapping}, and no ready-made mapping of that name: ${readyMadeNames().join(', ')}.`;
  if (values.json !== undefined && !existsSync(dirname(resolve(values.json))))
    return `There is no folder ${dirname(values.json)} for --json: make it first, or name another file.`;
  if (values.json !== undefined && isFolder(values.json))
    return `--json ${values.json} is a folder: name the file in it that the report goes to.`;
  return {
    path,
    kind,
    asOf,
    tenant: values.tenant ?? 'sample',
    ...(mapping === undefined ? {} : { mapping }),
    ...(values.json === undefined ? {} : { json: values.json }),
  };
}

/** Why a draft cannot be written there. */
function draftProblem(path: string): string | undefined {
  if (existsSync(path)) return `There is something at ${path} already: name another file for --suggest-mapping.`;
  if (!existsSync(dirname(resolve(path))))
    return `There is no folder ${dirname(path)} for --suggest-mapping: make it first, or name another file.`;
  return undefined;
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'as-of': { type: 'string' },
      mapping: { type: 'string' },
      json: { type: 'string' },
      'suggest-mapping': { type: 'string' },
      tenant: { type: 'string' },
    },
  });
}
