import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCredits, parseCredits } from '../../../../shared/domain/graduation/credits.ts';

describe('credits', () => {
  it('are exact decimals: three times 0.3333 is 0.9999', () => {
    expect(formatCredits((parseCredits('0.3333') ?? 0) * 3)).toBe('0.9999');
  });

  it.each([
    ['0.5', 500_000],
    ['22', 22_000_000],
    ['2.50', 2_500_000],
    ['0', 0],
  ])('reads %s', (text, credits) => expect(parseCredits(text)).toBe(credits));

  it.each(['', '-1', '.5', '1.', '1e3', '0.1234567', '1,5'])('refuses %j', (text) => {
    expect(parseCredits(text)).toBeUndefined();
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (credits) => {
        expect(parseCredits(formatCredits(credits))).toBe(credits);
      }),
    );
  });
});
