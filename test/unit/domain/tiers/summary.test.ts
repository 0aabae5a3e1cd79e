import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssessedTier, DOMAINS, type Domain } from '../../../../shared/domain/tiers/result.ts';
import { summaryOf } from '../../../../shared/domain/tiers/summary.ts';

const tier = fc.constantFrom<AssessedTier[]>(1, 2, 3, 'notAssessed');
const everywhere = (value: AssessedTier) =>
  Object.fromEntries(DOMAINS.map((domain) => [domain, value])) as Record<Domain, AssessedTier>;

describe('the summary of a student’s tiers', () => {
  it('is the highest of those assessed, with every domain that holds it', () => {
    const tiers = { ...everywhere('notAssessed'), academics: 2, behavior: 3, wellBeing: 3 } as const;
    expect(summaryOf(tiers)).toEqual({ highest: 3, domains: ['behavior', 'wellBeing'] });
  });

  it('is never a tier where nothing was assessed', () => {
    expect(summaryOf(everywhere('notAssessed'))).toEqual({ highest: 'notAssessed', domains: [] });
  });

  it('is exceeded by no domain', () => {
    fc.assert(
      fc.property(fc.tuple(tier, tier, tier, tier, tier, tier), (values) => {
        const tiers = Object.fromEntries(DOMAINS.map((domain, place) => [domain, values[place]])) as Record<
          Domain,
          AssessedTier
        >;
        const { highest, domains } = summaryOf(tiers);
        const numbers = values.filter((value) => typeof value === 'number');
        expect(highest).toBe(numbers.length === 0 ? 'notAssessed' : Math.max(...numbers));
        expect(domains).toEqual(DOMAINS.filter((domain) => tiers[domain] === highest && highest !== 'notAssessed'));
      }),
    );
  });
});
