import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composed, type Mapping, type MappingError, readMapping } from '../shared/sis/mapping/mapping.ts';

const FOLDER = fileURLToPath(new URL('mappings', import.meta.url));

/** A mapping with everything it extends in it: read, and as the text that is shipped. */
export interface ResolvedMapping {
  readonly mapping: Mapping;
  readonly text: string;
}

/** Names of the ready-made mappings. */
export function readyMadeNames(): readonly string[] {
  const names = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  return names.map((file) => basename(file, '.json')).sort();
}

/** The path of a ready-made mapping; undefined when there is none of that name. */
function readyMadePath(name: string): string | undefined {
  return readyMadeNames().includes(name) ? join(FOLDER, `${name}.json`) : undefined;
}

/** The content of a ready-made mapping with all it extends; undefined when there is none of that name. */
export function readyMade(name: string): unknown {
  const path = readyMadePath(name);
  if (path === undefined) return undefined;
  const whole = composed(JSON.parse(readFileSync(path, 'utf8')), readyMade);
  if ('errors' in whole) throw new Error(`${path}: ${whole.errors.map(({ message }) => message).join('; ')}`);
  return whole.content;
}

/** Reads a mapping and what it extends; every error at once, each with its path. */
export function resolveMapping(content: unknown): ResolvedMapping | { readonly errors: readonly MappingError[] } {
  const whole = composed(content, readyMade);
  if ('errors' in whole) return { errors: whole.errors.map(withNames) };
  const outcome = readMapping(whole.content);
  return 'errors' in outcome ? outcome : { ...outcome, text: JSON.stringify(whole.content) };
}

const withNames = (error: MappingError): MappingError =>
  error.path === 'extends' ? { ...error, message: `${error.message}: ${readyMadeNames().join(', ')}` } : error;

/** Where a mapping that was asked for is: a path, or the name of a ready-made one; undefined when it is neither. */
export function mappingPath(asked: string): string | undefined {
  return existsSync(asked) ? asked : readyMadePath(asked);
}
