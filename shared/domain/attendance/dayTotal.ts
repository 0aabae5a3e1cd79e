import { add, compare, divide, type Fraction, formatFraction, fraction, reduce } from '../fraction.ts';

/**
 * An exact number of days, or share of one, in lowest terms: 17, 5/2, 1/3. Almost all are small, so that machine integers
 * hold them exactly; where those do not, `exact` has the number and the integers say nothing.
 */
export interface DayTotal {
  readonly numerator: number;
  /** At least 1. */
  readonly denominator: number;
  readonly exact: Fraction | undefined;
}

export const NO_DAYS: DayTotal = { numerator: 0, denominator: 1, exact: undefined };
export const ONE_DAY: DayTotal = { numerator: 1, denominator: 1, exact: undefined };

export const wholeDays = (days: number): DayTotal => ({ numerator: days, denominator: 1, exact: undefined });

const LARGEST = Number.MAX_SAFE_INTEGER;
const EXACT = BigInt(LARGEST);

function divisorOf(a: number, b: number): number {
  let greater = Math.abs(a);
  let rest = b;
  while (rest !== 0) {
    const next = greater % rest;
    greater = rest;
    rest = next;
  }
  return greater;
}

/** `numerator ÷ denominator`, both exact, the denominator above 0. */
function lowest(numerator: number, denominator: number): DayTotal {
  if (denominator === 1) return { numerator, denominator, exact: undefined };
  const divisor = divisorOf(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor, exact: undefined };
}

/** A whole number of parts of a day: 95 of 390 minutes. Both are integers, the parts of a day above 0. */
export function partsOf(parts: number, ofDay: number): DayTotal {
  const isSmall = parts <= LARGEST && parts >= -LARGEST && ofDay <= LARGEST;
  return isSmall ? lowest(parts, ofDay) : totalOf(fraction(parts, ofDay));
}

/** A number of days as a total. */
export function totalOf(days: Fraction): DayTotal {
  const exact = reduce(days);
  const { numerator, denominator } = exact;
  const isSmall = numerator <= EXACT && numerator >= -EXACT && denominator <= EXACT;
  return isSmall
    ? { numerator: Number(numerator), denominator: Number(denominator), exact: undefined }
    : { numerator: 0, denominator: 1, exact };
}

/** The total as a fraction in lowest terms: 5/2. */
export const toFraction = ({ numerator, denominator, exact }: DayTotal): Fraction =>
  exact ?? fraction(numerator, denominator);

export function plus(a: DayTotal, b: DayTotal): DayTotal {
  return sum(a, b, 1);
}

export function minus(a: DayTotal, b: DayTotal): DayTotal {
  return sum(a, b, -1);
}

function sum(a: DayTotal, b: DayTotal, sign: 1 | -1): DayTotal {
  if (a.exact === undefined && b.exact === undefined) {
    const shared = b.denominator === 1 ? 1 : divisorOf(a.denominator, b.denominator);
    const denominator = (a.denominator / shared) * b.denominator;
    const left = a.numerator * (b.denominator / shared);
    const right = sign * b.numerator * (a.denominator / shared);
    const isSmall = Math.abs(left) + Math.abs(right) <= LARGEST && denominator <= LARGEST;
    if (isSmall) return lowest(left + right, denominator);
  }
  const { numerator, denominator } = toFraction(b);
  return totalOf(add(toFraction(a), { numerator: BigInt(sign) * numerator, denominator }));
}

/** The sum of what several days count, those from place `first` on. */
export function sumOfPortions(days: readonly { readonly portion: DayTotal }[], first = 0): DayTotal {
  let whole = 0;
  let parts = NO_DAYS;
  for (let place = first; place < days.length; place++) {
    const portion = days[place]?.portion ?? NO_DAYS;
    if (portion === ONE_DAY) whole += 1;
    else if (portion !== NO_DAYS) parts = plus(parts, portion);
  }
  return whole === 0 ? parts : plus(parts, wholeDays(whole));
}

/** One of `parts` equal parts, an integer above 0. */
export function partOf(total: DayTotal, parts: number): DayTotal {
  const denominator = total.denominator * parts;
  if (total.exact === undefined && denominator <= LARGEST) return lowest(total.numerator, denominator);
  const exact = toFraction(total);
  return totalOf(fraction(exact.numerator, exact.denominator * BigInt(parts)));
}

/** A share of a number of days. */
export function times(total: DayTotal, share: DayTotal): DayTotal {
  const numerator = total.numerator * share.numerator;
  const denominator = total.denominator * share.denominator;
  const isSmall = total.exact === undefined && share.exact === undefined && isExact(numerator) && isExact(denominator);
  if (isSmall) return lowest(numerator, denominator);
  const [a, b] = [toFraction(total), toFraction(share)];
  return totalOf(fraction(a.numerator * b.numerator, a.denominator * b.denominator));
}

/** How many times `each`, above 0, makes at least `total`: a whole number. */
export function countToReach(total: DayTotal, each: DayTotal): number {
  const [left, right] = [total.numerator * each.denominator, each.numerator * total.denominator];
  const isSmall = total.exact === undefined && each.exact === undefined && isExact(left) && isExact(right);
  if (isSmall) return Math.floor(left / right) + (left % right === 0 ? 0 : 1);
  const { numerator, denominator } = divide(toFraction(total), toFraction(each));
  return Number((numerator + denominator - 1n) / denominator);
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareTotals(a: DayTotal, b: DayTotal): number {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator];
  const isSmall = a.exact === undefined && b.exact === undefined && isExact(left) && isExact(right);
  return isSmall ? left - right : compare(toFraction(a), toFraction(b));
}

/** Whether a product of integers is exact: a product that is too large is never rounded to one that is not. */
export const isExact = (product: number): boolean => product <= LARGEST && product >= -LARGEST;

export const larger = (a: DayTotal, b: DayTotal): DayTotal => (compareTotals(a, b) >= 0 ? a : b);

export function isAboveZero({ numerator, exact }: DayTotal): boolean {
  return exact === undefined ? numerator > 0 : exact.numerator > 0n;
}

/** Whether a total is at least a whole number of days. */
export function atLeastDays({ numerator, denominator, exact }: DayTotal, days: number): boolean {
  return exact === undefined ? numerator >= days * denominator : exact.numerator >= BigInt(days) * exact.denominator;
}

/** Whether `missed ÷ enrolled` is at least a share, exactly. No enrolled day: never. */
export function atLeastShare(missed: DayTotal, enrolled: DayTotal, share: DayTotal): boolean {
  return isAboveZero(enrolled) && compare(divide(toFraction(missed), toFraction(enrolled)), toFraction(share)) >= 0;
}

/** `17`, or `5/2` for two and a half. */
export function formatDays(total: DayTotal): string {
  const { numerator, denominator, exact } = total;
  if (exact !== undefined) return exact.denominator === 1n ? `${exact.numerator}` : formatFraction(exact);
  return denominator === 1 ? `${numerator}` : `${numerator}/${denominator}`;
}

/** Missed over enrolled days, exact and not reduced: `17/169`; two and a half of 20 days is `5/40`. */
export function formatShare(missed: DayTotal, enrolled: DayTotal): string {
  const numerator = missed.numerator * enrolled.denominator;
  const denominator = missed.denominator * enrolled.numerator;
  const isSmall =
    missed.exact === undefined && enrolled.exact === undefined && isExact(numerator) && isExact(denominator);
  return isSmall ? `${numerator}/${denominator}` : formatFraction(divide(toFraction(missed), toFraction(enrolled)));
}
