import { describe, expect, it } from 'vitest';
import { overridesOf, type PinnedOverride, withOverrides } from '../../../../shared/assess/run/pinnedOverrides.ts';
import { inputsHashOf } from '../../../../shared/assess/run/runInputs.ts';
import { studentId } from '../../../../shared/domain/identity.ts';
import type { Domain, DomainResult } from '../../../../shared/domain/tiers/result.ts';

const override = (id: string, tier: 1 | 2 | 3, expiresOn = '2026-11-30'): PinnedOverride => ({
  sourcedId: studentId(id),
  domain: 'attendance',
  tier,
  expiresOn,
});
const attendance: DomainResult = {
  tier: 1,
  reasons: [{ code: 'absenceRate', value: '0/40' }],
  flags: [],
  thresholds: 'field-1',
  signature: '1|field-1||absenceRate',
};
const domains = { attendance } as Readonly<Record<Domain, DomainResult>>;

describe('the overrides of a run', () => {
  it('are found by student, and are none for nearly everybody', () => {
    const of = overridesOf([override('s1', 3), override('s2', 2)]);
    expect(of('s2')).toEqual([override('s2', 2)]);
    expect(of('s3')).toEqual([]);
    expect(of('s3')).toBe(overridesOf([])('s1'));
  });

  it('are laid over the results of their domain, and leave others as they are', () => {
    expect(withOverrides(domains, [override('s1', 3)], '2026-10-27').attendance).toMatchObject({
      tier: 3,
      computed: { tier: 1 },
      flags: ['override'],
    });
    expect(domains.attendance).toBe(attendance);
    expect(withOverrides(domains, [], '2026-10-27')).toBe(domains);
  });

  it('act no more on the day after their last one', () => {
    expect(withOverrides(domains, [override('s1', 3, '2026-10-26')], '2026-10-27').attendance).toEqual(attendance);
  });

  it('are part of what a result depends on', () => {
    const pinned = { edition: 1, configurationVersion: 'c', asOf: '2026-10-26', coverage: {} };
    const hashes = [
      inputsHashOf(pinned),
      inputsHashOf({ ...pinned, overrides: { sha256: 'a', count: 1 } }),
      inputsHashOf({ ...pinned, overrides: { sha256: 'b', count: 1 } }),
    ];
    expect(new Set(hashes).size).toBe(3);
    expect(inputsHashOf({ ...pinned, overrides: { sha256: 'a', count: 1 } })).toBe(hashes[1]);
  });
});
