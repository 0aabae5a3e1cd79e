import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mistakesIn } from '../shared/sis/mapping/tenantCodes.ts';
import { readTenantText } from '../shared/tenant/file.ts';
import { webOrigin } from '../shared/tenant/frontEnds.ts';
import type { ConfigurationError, Tenant } from '../shared/tenant/tenant.ts';
import { mappingPath, resolveMapping } from './mappings.ts';

const TENANTS = fileURLToPath(new URL('tenants', import.meta.url));
const MAPPING = '.mapping.json';

/** A tenant's file, checked, with the text that is shipped beside every function. */
export interface TenantFile {
  readonly tenant: Tenant;
  readonly text: string;
  readonly configurationVersion: string;
  /** The mapping of a source that does not speak OneRoster with all it extends, as text; shipped beside the tenant's file. */
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
  /** A path or the name of a ready-made mapping; the tenant file's own, or `<tenant>.mapping.json` beside it, when left out. */
  readonly mapping?: unknown;
  /** Another front end, or several, beside those of the file: `http://localhost:5173`, for whoever develops one. */
  readonly origin?: unknown;
}

/** Reads the chosen tenant's file; throws `TenantFileError` with every error and its path. */
export function chosenTenantFile(choice: TenantChoice): TenantFile {
  const path = typeof choice.tenantFile === 'string' ? resolve(choice.tenantFile) : pathOf(choice.tenant);
  const beside = `${path.replace(/\.json$/, '')}${MAPPING}`;
  const file = readTenantFile(path, {
    ...(typeof choice.mapping === 'string' && { chosen: choice.mapping }),
    ...(existsSync(beside) && { beside }),
  });
  if (choice.tenantFile === undefined && file.tenant.tenant !== choice.tenant) {
    throw new TenantFileError(`${path} says it is tenant "${file.tenant.tenant}": file and tenant have one name`);
  }
  return choice.origin === undefined ? file : { ...file, tenant: withOrigins(file.tenant, [choice.origin].flat()) };
}

function withOrigins(tenant: Tenant, more: readonly unknown[]): Tenant {
  const origins = more.map((each) => webOrigin.safeParse(each));
  const wrong = origins.findIndex((each) => !each.success);
  if (wrong >= 0)
    throw new TenantFileError(`"${more[wrong]}" is no origin: ${origins[wrong]?.error?.issues[0]?.message}`);
  const listed = [...tenant.frontEnds.origins, ...origins.flatMap((each) => each.data ?? [])];
  return { ...tenant, frontEnds: { origins: [...new Set(listed)] } };
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

/** Where a mapping can be beside the tenant's file; the chosen one goes before every other. */
interface MappingFiles {
  readonly chosen?: string;
  readonly beside?: string;
}

function readTenantFile(path: string, files: MappingFiles): TenantFile {
  const text = read(path, `there is no tenant file ${path} (${knownTenants()})`);
  const outcome = readTenantText(text);
  const mapping = mappingOf(files, text);
  const errors = [
    ...report(`the tenant file ${path}`, [
      ...('errors' in outcome ? outcome.errors : mistakesIn(outcome.tenant)),
      ...(mapping?.source === 'tenant' ? mapping.errors : []),
    ]),
    ...(mapping && mapping.source !== 'tenant' ? report(`the mapping ${mapping.source}`, mapping.errors) : []),
  ];
  if ('errors' in outcome || errors.length > 0) throw new TenantFileError(errors.join('\n'));
  return { ...outcome, text, ...(mapping && { mapping: mapping.text }) };
}

interface FoundMapping {
  /** Its path; `tenant` for the section of the tenant file. */
  readonly source: string;
  readonly text: string;
  readonly errors: readonly ConfigurationError[];
}

/** The mapping in force: the chosen file, the tenant file's section, or the file beside it; undefined without one. */
function mappingOf({ chosen, beside }: MappingFiles, tenantText: string): FoundMapping | undefined {
  if (chosen !== undefined) return mappingIn(chosen);
  const section = sectionOf(tenantText);
  if (section === undefined) return beside === undefined ? undefined : mappingIn(beside);
  const resolved = resolveMapping(section);
  const errors = 'errors' in resolved ? resolved.errors : [];
  const twice = beside === undefined ? [] : [{ path: '', message: `${beside} says it too: keep one of them` }];
  return {
    source: 'tenant',
    text: 'text' in resolved ? resolved.text : '',
    errors: [...twice, ...errors].map(({ path, message }) => ({
      path: ['mapping', path].filter(Boolean).join('.'),
      message,
    })),
  };
}

function sectionOf(tenantText: string): unknown {
  try {
    return (JSON.parse(tenantText) as { readonly mapping?: unknown } | null)?.mapping;
  } catch {
    return undefined;
  }
}

function mappingIn(asked: string): FoundMapping {
  const source = resolve(mappingPath(asked) ?? asked);
  const text = read(source, `there is no mapping ${source}`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const message = `is not JSON: ${error instanceof Error ? error.message : error}`;
    return { source, text, errors: [{ path: '(file)', message }] };
  }
  const resolved = resolveMapping(content);
  if ('errors' in resolved) return { source, text, errors: resolved.errors };
  const extendsAnother = typeof content === 'object' && content !== null && 'extends' in content;
  return { source, text: extendsAnother ? resolved.text : text, errors: [] };
}

function report(what: string, errors: readonly ConfigurationError[]): string[] {
  if (errors.length === 0) return [];
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
