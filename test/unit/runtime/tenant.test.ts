import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadTenant } from '../../../shared/runtime/tenant.ts';

const SAMPLE = readFileSync(fileURLToPath(new URL('../../../infra/tenants/sample.json', import.meta.url)), 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waymark-tenant-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const write = (text: string): string => {
  const path = join(folder, 'tenant.json');
  writeFileSync(path, text);
  return path;
};

describe('the tenant of a function', () => {
  test('is read from beside the code, once per instance', async () => {
    write(SAMPLE);
    vi.stubEnv('LAMBDA_TASK_ROOT', folder);
    const { tenantOfFunction } = await import('../../../shared/runtime/tenant.ts');
    const first = tenantOfFunction();
    write('{}');
    expect(tenantOfFunction()).toBe(first);
    expect(first.tenant.tenant).toBe('sample');
    expect(first.configurationVersion).toMatch(/^[0-9a-f]{12}$/);
  });

  test('that is not valid stops the function with every error', () => {
    const file = { ...JSON.parse(SAMPLE), timeZone: 'Moon/Crater', contacts: {} };
    expect(() => loadTenant(write(JSON.stringify(file)))).toThrow(
      /timeZone: name an IANA[\s\S]*contacts\.alarms: is missing[\s\S]*contacts\.mailFrom: is missing/,
    );
  });
});
