import { afterEach, describe, expect, test, vi } from 'vitest';
import { environment } from '../../../shared/runtime/environment.ts';

afterEach(() => vi.unstubAllEnvs());

describe('an environment variable', () => {
  test('that is set is read', () => {
    vi.stubEnv('LAKE_BUCKET', 'lake');
    expect(environment('LAKE_BUCKET')).toBe('lake');
  });

  test('that was not deployed is named', () => {
    vi.stubEnv('LAKE_BUCKET', '');
    expect(() => environment('LAKE_BUCKET')).toThrow('LAKE_BUCKET is not set');
  });
});
