import { type Fraction, fraction, reduce } from '../fraction.ts';

/** `2.5`, `17`, or `2 1/3` where no short decimal is exact. Never rounded. */
export function displayNumber(value: Fraction): string {
  const { numerator, denominator } = reduce(value);
  if (denominator === 1n) return `${numerator}`;
  const scaled = numerator * 1_000_000n;
  if (scaled % denominator === 0n) return decimalOf(scaled / denominator, 6).replace(/\.?0+$/, '');
  const whole = numerator / denominator;
  return whole === 0n ? `${numerator}/${denominator}` : `${whole} ${numerator % denominator}/${denominator}`;
}

/**
 * A share as percent with two decimals, cut off and not rounded: 19.999 % reads 19.99 %, so that nothing below a cut point
 * of whole hundredths ever reads as that cut point.
 */
export function displayPercent(share: Fraction): string {
  return `${decimalOf((share.numerator * 10_000n) / share.denominator, 2)} %`;
}

/** An average with two decimals or those of its cut point, cut off and not rounded: it reads on the side of the cut it is on. */
export function displayAverage(value: Fraction, cutPoint: string): string {
  const decimals = Math.max(2, cutPoint.split('.')[1]?.length ?? 0);
  return decimalOf((value.numerator * 10n ** BigInt(decimals)) / value.denominator, decimals);
}

/** A cut point as percent, without trailing zeros: 10/100 reads 10 %. */
export function displayCutPoint(share: Fraction): string {
  return `${displayNumber(fraction(share.numerator * 100n, share.denominator))} %`;
}

/** More names than a student has classes tell a reader nothing; the reason has all of them. */
const NAMES_TOLD = 12;

/** `Algebra I, Biology`; of very many the first ones and how many more there are. */
export function displayNames(names: readonly string[]): string {
  if (names.length <= NAMES_TOLD) return names.join(', ');
  return `${names.slice(0, NAMES_TOLD).join(', ')} and ${names.length - NAMES_TOLD} more`;
}

/** An integer as decimal with so many decimals. */
function decimalOf(scaled: bigint, decimals: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
