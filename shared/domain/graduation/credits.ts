import { type Fraction, formatFraction, fraction, reduce } from '../fraction.ts';

/**
 * Credits as whole millionths of a credit, so that sums and comparisons are exact. A decimal counts as written: three
 * courses of 0.3333 make 0.9999.
 */
export type Credits = number;

const SCALE = 1_000_000;
const DECIMAL = /^(\d{1,6})(?:\.(\d{1,6}))?$/;

/** `0.5` → 500,000; undefined when it is not a plain decimal with at most six digits on either side. */
export function parseCredits(text: string): Credits | undefined {
  const match = DECIMAL.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * SCALE + Number((match[2] ?? '').padEnd(6, '0'));
}

/** 500,000 → `0.5`; whole credits without a point. */
export function formatCredits(credits: Credits): string {
  const decimals = String(credits % SCALE)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = Math.floor(credits / SCALE);
  return decimals ? `${whole}.${decimals}` : String(whole);
}

/** Credits that need not be whole millionths, exact: `2.25`, or `7/3` where no decimal is. */
export function formatExactCredits(credits: Fraction): string {
  const { numerator, denominator } = reduce(credits);
  if (denominator === 1n) return formatCredits(Number(numerator));
  return formatFraction(reduce(fraction(numerator, denominator * BigInt(SCALE))));
}
