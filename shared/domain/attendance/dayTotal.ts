import {
  add,
  compare,
  divide,
  type Fraction,
  formatFraction,
  fraction,
  ONE,
  reduce,
  subtract,
  ZERO,
} from '../fraction.ts';

/**
 * An exact number of days. Whole days are counted in machine integers, because almost all are whole; what is left over
 * is a fraction between 0 and 1, absent when nothing is.
 */
export interface DayTotal {
  readonly whole: number;
  readonly part: Fraction | undefined;
}

export const NO_DAYS: DayTotal = { whole: 0, part: undefined };

export const wholeDays = (days: number): DayTotal => ({ whole: days, part: undefined });

/** A number of days as a total: 5/2 is two whole days and a half. */
export function totalOf(days: Fraction): DayTotal {
  const whole = days.numerator / days.denominator;
  const rest = days.numerator % days.denominator;
  return { whole: Number(whole), part: rest === 0n ? undefined : reduce(fraction(rest, days.denominator)) };
}

/** The total as one fraction in lowest terms: 5/2. */
export function toFraction(total: DayTotal): Fraction {
  const whole = fraction(total.whole);
  return total.part === undefined ? whole : reduce(add(whole, total.part));
}

export function plus(a: DayTotal, b: DayTotal): DayTotal {
  if (a.part === undefined || b.part === undefined) return { whole: a.whole + b.whole, part: a.part ?? b.part };
  return totalOf(add(toFraction(a), toFraction(b)));
}

/** `total` with one more portion of a day (0 to 1). */
export function plusPortion(total: DayTotal, portion: Fraction): DayTotal {
  if (portion === ZERO) return total;
  if (portion === ONE) return { whole: total.whole + 1, part: total.part };
  return totalOf(add(toFraction(total), portion));
}

/** The sum of what several days count. */
export function sumOfPortions(days: readonly { readonly portion: Fraction }[]): DayTotal {
  let whole = 0;
  let parts = ZERO;
  for (const { portion } of days) {
    if (portion === ONE) whole += 1;
    else if (portion !== ZERO) parts = add(parts, portion);
  }
  return parts === ZERO ? wholeDays(whole) : plus(wholeDays(whole), totalOf(parts));
}

/** `total` without one portion of a day that it contains. */
export function minusPortion(total: DayTotal, portion: Fraction): DayTotal {
  if (portion === ONE) return { whole: total.whole - 1, part: total.part };
  return totalOf(subtract(toFraction(total), portion));
}

/** Whether a total is at least a whole number of days. */
export function atLeastDays(total: DayTotal, days: number): boolean {
  return total.whole >= days;
}

/** Whether `missed ÷ enrolled` is at least a share, exactly. No enrolled day: never. */
export function atLeastShare(missed: DayTotal, enrolled: DayTotal, share: Fraction): boolean {
  const denominator = toFraction(enrolled);
  return compare(denominator, ZERO) > 0 && compare(divide(toFraction(missed), denominator), share) >= 0;
}

/** `17`, or `5/2` for two and a half. */
export function formatDays(total: DayTotal): string {
  return total.part === undefined ? String(total.whole) : formatFraction(toFraction(total));
}

/** Missed over enrolled days, exact and not reduced: `17/169`; two and a half of 20 days is `5/40`. */
export function formatShare(missed: DayTotal, enrolled: DayTotal): string {
  if (missed.part === undefined && enrolled.part === undefined) return `${missed.whole}/${enrolled.whole}`;
  return formatFraction(divide(toFraction(missed), toFraction(enrolled)));
}
