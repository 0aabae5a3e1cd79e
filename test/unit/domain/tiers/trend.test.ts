import { describe, expect, it } from 'vitest';
import type { AssessedTier } from '../../../../shared/domain/tiers/result.ts';
import { movingOf, trendOf } from '../../../../shared/domain/tiers/trend.ts';

const result = (tier: AssessedTier, codes: readonly string[] = [], flags: readonly string[] = []) => ({
  tier,
  flags,
  reasons: codes.map((code) => ({ code })),
});

describe('a trend', () => {
  it('of attendance gets worse by a recent rate above the year’s, or a crossing ahead', () => {
    expect(movingOf('attendance', result(1, ['absenceRate', 'recentRate']))).toBe('worsening');
    expect(movingOf('attendance', result(1, ['absenceRate', 'projectedCrossing']))).toBe('worsening');
  });

  it('gets better while a step down is under way, unless it gets worse as well', () => {
    expect(movingOf('behavior', result(2, [], ['stepDownHeld']))).toBe('improving');
    expect(movingOf('attendance', result(2, ['recentRate'], ['stepDownHeld']))).toBe('worsening');
  });

  it('is steady where the rules would notice otherwise, and not said where they would not', () => {
    expect(trendOf('attendance', 2, undefined)).toBe('steady');
    expect(trendOf('behavior', 2, undefined)).toBeUndefined();
    expect(trendOf('academics', 3, undefined)).toBeUndefined();
  });

  it('is none of who was not assessed', () => {
    expect(movingOf('attendance', result('notAssessed', ['recentRate']))).toBeUndefined();
    expect(trendOf('attendance', 'notAssessed', undefined)).toBeUndefined();
  });

  it('of a domain without signs is never read from codes of another', () => {
    expect(movingOf('graduation', result(3, ['recentRate'], ['stepDownHeld']))).toBeUndefined();
  });
});
