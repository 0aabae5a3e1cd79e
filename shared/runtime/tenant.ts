import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTenantText, type VersionedTenant } from '../tenant/file.ts';

export type LoadedTenant = VersionedTenant;

let loaded: LoadedTenant | undefined;

/** The tenant file shipped beside the function's code; read once per instance. */
export function tenantOfFunction(): LoadedTenant {
  loaded ??= loadTenant(join(process.env['LAMBDA_TASK_ROOT'] ?? '.', 'tenant.json'));
  return loaded;
}

/** Reads a tenant file; throws with every error when it is not valid. */
export function loadTenant(path: string): LoadedTenant {
  const outcome = readTenantText(readFileSync(path, 'utf8'));
  if ('errors' in outcome) {
    const lines = outcome.errors.map((error) => `  ${error.path}: ${error.message}`);
    throw new Error(`the tenant file ${path} is not valid:\n${lines.join('\n')}`);
  }
  return outcome;
}
