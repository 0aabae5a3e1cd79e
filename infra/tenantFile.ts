import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMapping } from '../shared/sis/mapping/mapping.ts';
import { mistakesIn } from '../shared/sis/mapping/tenantCodes.ts';
import { readTenantText } from '../shared/tenant/file.ts';
import type { ConfigurationError, Tenant } from '../shared/tenant/tenant.ts';

const TENANTS = fileURLToPath(new URL('tenants', import.meta.url));
const MAPPING = '.mapping.json';

/** A tenant's file, checked, with the text that is shipped beside every function. */
export interface TenantFile {
  readonly tenant: Tenant;
  readonly text: string;
  readonly configurationVersion: string;
  /** The mapping of a source that does not speak OneRoster, as text; shipped beside the tenant's file. */
  readonly mapping?: string;
}

/** The tenant file is missing or wrong; the message is for the person who deploys and lists everything at once. */
export class TenantFileError extends Error {
  override readonly name = 'TenantFileError';
}

/** What was given on the command line as `-c tenant=NAME` or `-c tenantFile=PATH`, and perhaps `-c mapping=PATH`. */
export interface TenantChoice {
  readonly tenant?: unknown;
  readonly tenantFile?: unknown;
  /** `<tenant>.mapping.json` beside the tenant's file when left out, if there is one. */
  readonly mapping?: unknown;
}

/** Reads the chosen tenant's file; throws `TenantFileError` with every error and its path. */
export function chosenTenantFile(choice: TenantChoice): TenantFile {
  const path = typeof choice.tenantFile === 'string' ? resolve(choice.tenantFile) : pathOf(choice.tenant);
  const beside = `${path.replace(/\.json$/, '')}${MAPPING}`;
  const mapping =
    typeof choice.mapping === 'string' ? resolve(choice.mapping) : existsSync(beside) ? beside : undefined;
  const file = readTenantFile(path, mapping);
  if (choice.tenantFile === undefined && file.tenant.tenant !== choice.tenant) {
    throw new TenantFileError(`${path} says it is tenant "${file.tenant.tenant}": file and tenant have one name`);
  }
  return file;
}

function pathOf(tenant: unknown): string {
  if (typeof tenant !== 'string') {
    throw new TenantFileError(`name the district: -c tenant=NAME (${knownTenants()}) or -c tenantFile=PATH`);
  }
  if (!/^[a-z0-9-]+$/.test(tenant)) {
    throw new TenantFileError(`"${tenant}" names no tenant (${knownTenants()}); a path goes into -c tenantFile=PATH`);
  }
  return resolve(TENANTS, `${tenant}.json`);
}

function readTenantFile(path: string, mappingPath: string | undefined): TenantFile {
  const text = read(path, `there is no tenant file ${path} (${knownTenants()})`);
  const outcome = readTenantText(text);
  const mistakes = 'errors' in outcome ? outcome.errors : mistakesIn(outcome.tenant);
  const errors = mistakes.length > 0 ? report(`the tenant file ${path}`, mistakes) : [];
  const mapping = mappingPath === undefined ? undefined : read(mappingPath, `there is no mapping ${mappingPath}`);
  if (mapping !== undefined) errors.push(...mappingErrors(`the mapping ${mappingPath}`, mapping));
  if ('errors' in outcome || errors.length > 0) throw new TenantFileError(errors.join('\n'));
  return { ...outcome, text, ...(mapping !== undefined && { mapping }) };
}

function mappingErrors(what: string, text: string): readonly string[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return report(what, [
      { path: '(file)', message: `is not JSON: ${error instanceof Error ? error.message : error}` },
    ]);
  }
  const outcome = readMapping(content);
  return 'errors' in outcome ? report(what, outcome.errors) : [];
}

function report(what: string, errors: readonly ConfigurationError[]): string[] {
  return [`${what} is not valid:`, ...errors.map((error) => `  ${error.path}: ${error.message}`)];
}

function read(path: string, otherwise: string): string {
  if (!existsSync(path)) throw new TenantFileError(otherwise);
  return readFileSync(path, 'utf8');
}

function knownTenants(): string {
  const names = readdirSync(TENANTS)
    .filter((file) => file.endsWith('.json') && !file.endsWith(MAPPING))
    .map((file) => basename(file, '.json'));
  return `in infra/tenants: ${names.join(', ') || 'none yet'}`;
}
