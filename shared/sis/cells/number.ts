import { DECIMAL_SCALE } from '../../lake/schema.ts';
import { REFUSED, type ReadCell } from './cell.ts';

/** Decimals a value may have: more could not be kept exactly in a `decimal` column. */
const DECIMAL_PLACES = 6;
const MAX_WHOLE_DIGITS = 9;
const POWERS = [1, 10, 100, 1000, 10_000, 100_000];
const MINUS = 0x2d;
const POINT = 0x2e;

/** A whole number of at most nine digits, without sign, group marks or leading plus, within bounds. */
export function integerReader(minimum: number, maximum: number): ReadCell {
  return (bytes, start, end) => {
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    if (end === first || end - first > MAX_WHOLE_DIGITS) return REFUSED;
    let value = 0;
    for (let at = first; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) return REFUSED;
      value = value * 10 + digit;
    }
    const signed = negative && value !== 0 ? -value : value;
    return signed < minimum || signed > maximum ? REFUSED : signed;
  };
}

/**
 * A decimal × 1,000,000, exact: `0.3333` is 333,300. A leading zero may be missing (`.5`); exponents, group marks and
 * more than six decimals are refused. Bounds are given in units, not in millionths.
 */
export function decimalReader(minimum: number, maximum: number): ReadCell {
  const least = minimum * DECIMAL_SCALE;
  const most = maximum * DECIMAL_SCALE;
  return (bytes, start, end) => {
    const negative = bytes[start] === MINUS;
    const first = negative ? start + 1 : start;
    let whole = 0;
    let at = first;
    for (; at < end && bytes[at] !== POINT; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) return REFUSED;
      whole = whole * 10 + digit;
    }
    if (at - first > MAX_WHOLE_DIGITS) return REFUSED;
    const millionths = at < end ? decimals(bytes, at + 1, end) : at > first ? 0 : REFUSED;
    if (millionths === REFUSED) return REFUSED;
    const scaled = whole * DECIMAL_SCALE + millionths;
    const value = negative && scaled !== 0 ? -scaled : scaled;
    return value < least || value > most ? REFUSED : value;
  };
}

/** The digits after the point in millionths. */
function decimals(bytes: Uint8Array, start: number, end: number): number {
  const places = end - start;
  if (places < 1 || places > DECIMAL_PLACES) return REFUSED;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return REFUSED;
    value = value * 10 + digit;
  }
  return value * (POWERS[DECIMAL_PLACES - places] ?? 1);
}
