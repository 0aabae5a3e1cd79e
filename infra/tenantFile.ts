import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTenantText } from '../shared/tenant/file.ts';
import type { Tenant } from '../shared/tenant/tenant.ts';

const TENANTS = fileURLToPath(new URL('tenants', import.meta.url));

/** A tenant's file, checked, with the text that is shipped beside every function. */
export interface TenantFile {
  readonly tenant: Tenant;
  readonly text: string;
  readonly configurationVersion: string;
}

/** The tenant file is missing or wrong; the message is for the person who deploys and lists everything at once. */
export class TenantFileError extends Error {
  override readonly name = 'TenantFileError';
}

/** What was given on the command line as `-c tenant=NAME` or `-c tenantFile=PATH`. */
export interface TenantChoice {
  readonly tenant?: unknown;
  readonly tenantFile?: unknown;
}

/** Reads the chosen tenant's file; throws `TenantFileError`. */
export function chosenTenantFile(choice: TenantChoice): TenantFile {
  if (typeof choice.tenantFile === 'string') return readTenantFile(resolve(choice.tenantFile));
  if (typeof choice.tenant !== 'string') {
    throw new TenantFileError(`name the district: -c tenant=NAME (${knownTenants()}) or -c tenantFile=PATH`);
  }
  if (!/^[a-z0-9-]+$/.test(choice.tenant)) {
    throw new TenantFileError(
      `"${choice.tenant}" names no tenant (${knownTenants()}); a path goes into -c tenantFile=PATH`,
    );
  }
  const file = readTenantFile(resolve(TENANTS, `${choice.tenant}.json`));
  if (file.tenant.tenant !== choice.tenant) {
    throw new TenantFileError(
      `infra/tenants/${choice.tenant}.json says it is tenant "${file.tenant.tenant}": file and tenant have one name`,
    );
  }
  return file;
}

/** Reads and checks one tenant file; throws `TenantFileError` with every error and its path. */
export function readTenantFile(path: string): TenantFile {
  if (!existsSync(path)) throw new TenantFileError(`there is no tenant file ${path} (${knownTenants()})`);
  const text = readFileSync(path, 'utf8');
  const outcome = readTenantText(text);
  if ('errors' in outcome) {
    const lines = outcome.errors.map((error) => `  ${error.path}: ${error.message}`);
    throw new TenantFileError(`the tenant file ${path} is not valid:\n${lines.join('\n')}`);
  }
  return { ...outcome, text };
}

function knownTenants(): string {
  const names = readdirSync(TENANTS)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'));
  return `in infra/tenants: ${names.join(', ') || 'none yet'}`;
}
