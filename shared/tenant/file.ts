import { createHash } from 'node:crypto';
import { type ConfigurationError, readTenant, type Tenant } from './tenant.ts';

/** A tenant file's content with the name of its configuration. */
export interface VersionedTenant {
  readonly tenant: Tenant;
  /** First 12 hex digits of the SHA-256 of the file's JSON: names the configuration in every run. */
  readonly configurationVersion: string;
}

/** Reads the text of a tenant file; every error at once, a syntax error with its place. */
export function readTenantText(text: string): VersionedTenant | { readonly errors: readonly ConfigurationError[] } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { errors: [{ path: '(file)', message: `is not JSON: ${error instanceof Error ? error.message : error}` }] };
  }
  const outcome = readTenant(content);
  return 'errors' in outcome ? outcome : { tenant: outcome.tenant, configurationVersion: configurationVersionOf(text) };
}

/** The same for every layout of the same JSON. */
export function configurationVersionOf(tenantFile: string): string {
  return createHash('sha256')
    .update(JSON.stringify(JSON.parse(tenantFile)))
    .digest('hex')
    .slice(0, 12);
}
