import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTenant, type Tenant } from '../tenant/tenant.ts';

export interface LoadedTenant {
  readonly tenant: Tenant;
  /** First 12 hex digits of the SHA-256 of the tenant file: names the configuration in every run. */
  readonly configurationVersion: string;
}

let loaded: LoadedTenant | undefined;

/** The tenant file shipped beside the function's code; read once per instance. */
export function tenantOfFunction(): LoadedTenant {
  loaded ??= loadTenant(join(process.env['LAMBDA_TASK_ROOT'] ?? '.', 'tenant.json'));
  return loaded;
}

/** Reads a tenant file; throws with every error when it is not valid. */
export function loadTenant(path: string): LoadedTenant {
  const text = readFileSync(path, 'utf8');
  const outcome = readTenant(JSON.parse(text));
  if ('errors' in outcome) {
    const lines = outcome.errors.map((error) => `  ${error.path}: ${error.message}`);
    throw new Error(`the tenant file ${path} is not valid:\n${lines.join('\n')}`);
  }
  return { tenant: outcome.tenant, configurationVersion: configurationVersionOf(text) };
}

export function configurationVersionOf(tenantFile: string): string {
  return createHash('sha256')
    .update(JSON.stringify(JSON.parse(tenantFile)))
    .digest('hex')
    .slice(0, 12);
}
