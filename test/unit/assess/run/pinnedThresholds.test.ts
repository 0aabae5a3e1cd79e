import { describe, expect, test } from 'vitest';
import { withThresholds } from '../../../../shared/assess/run/pinnedThresholds.ts';
import { inputsHashOf } from '../../../../shared/assess/run/runInputs.ts';
import { thresholdSet } from '../../../../shared/tenant/thresholds.ts';
import { sampleTenant } from '../../http/tenant.ts';

const set = (version: string, effectiveFrom: string) => thresholdSet.parse({ version, effectiveFrom });
const versionsOf = (filed: readonly [string, string][], stored: readonly [string, string][]) => {
  const tenant = { ...sampleTenant().tenant, thresholds: filed.map(([version, from]) => set(version, from)) };
  const added = stored.map(([version, from]) => set(version, from));
  return withThresholds(tenant, added).thresholds.map(({ version, effectiveFrom }) => [version, effectiveFrom]);
};

describe('a tenant with sets that people have added', () => {
  test('has them beside those of its file', () => {
    expect(versionsOf([['file', '2026-08-01']], [['added', '2026-12-01']])).toEqual([
      ['file', '2026-08-01'],
      ['added', '2026-12-01'],
    ]);
  });

  test('keeps an added set when the file comes with its version or its day', () => {
    const filed: [string, string][] = [
      ['file', '2026-08-01'],
      ['added', '2026-09-01'],
      ['late', '2026-12-01'],
    ];
    expect(versionsOf(filed, [['added', '2026-12-01']])).toEqual([
      ['file', '2026-08-01'],
      ['added', '2026-12-01'],
    ]);
  });

  test('is the tenant itself where nobody added any', () => {
    const { tenant } = sampleTenant();
    expect(withThresholds(tenant, [])).toBe(tenant);
  });
});

describe('the inputs of a run', () => {
  const inputs = { edition: 1, configurationVersion: 'c0ffee', asOf: '2026-10-02', coverage: {} };
  const pin = (sha256: string) => ({ ...inputs, thresholds: { sha256, versions: ['v'] } });

  test('are others with other threshold sets, by what these say and not by what they are called', () => {
    const hashes = [inputs, pin('a'), pin('b')].map(inputsHashOf);
    expect(new Set(hashes).size).toBe(3);
    expect(inputsHashOf({ ...inputs, thresholds: { sha256: 'a', versions: ['w'] } })).toBe(hashes[1]);
  });
});
