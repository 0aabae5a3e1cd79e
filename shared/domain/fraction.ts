/** An exact rational number. Comparisons at cut points are made on these, never on rounded rates. */
export interface Fraction {
  readonly numerator: bigint;
  /** Always positive. */
  readonly denominator: bigint;
}

/** Up to here machine integers are exact, and much faster. */
const EXACT = BigInt(Number.MAX_SAFE_INTEGER);
const isExact = (value: bigint): boolean => value <= EXACT && value >= -EXACT;

function gcd(a: bigint, b: bigint): bigint {
  if (!isExact(a) || !isExact(b)) return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b);
  let [greater, rest] = [Number(a), Number(b)];
  while (rest !== 0) [greater, rest] = [rest, greater % rest];
  return BigInt(Math.abs(greater));
}

/** `numerator ÷ denominator`, kept as given (20/200 stays 20/200: it tells more than 1/10). */
export function fraction(numerator: number | bigint, denominator: number | bigint = 1n): Fraction {
  const d = BigInt(denominator);
  if (d === 0n) throw new RangeError('a fraction needs a denominator other than 0');
  const n = BigInt(numerator);
  return d < 0n ? { numerator: -n, denominator: -d } : { numerator: n, denominator: d };
}

export const ZERO: Fraction = fraction(0);
export const ONE: Fraction = fraction(1);

/** The same number in lowest terms. */
export function reduce(value: Fraction): Fraction {
  const divisor = gcd(value.numerator, value.denominator);
  return divisor === 1n || divisor === 0n
    ? value
    : { numerator: value.numerator / divisor, denominator: value.denominator / divisor };
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return reduce({
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  });
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function smaller(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) <= 0 ? a : b;
}

export function larger(a: Fraction, b: Fraction): Fraction {
  return compare(a, b) >= 0 ? a : b;
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * `a ÷ b` without reducing: missed days over enrolled days reads 16/169, two and a half of 20 reads 5/40.
 */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** `17/169`; the denominator is always written. */
export function formatFraction(value: Fraction): string {
  return `${value.numerator}/${value.denominator}`;
}

/** `2` or `37/20`: in lowest terms, whole numbers without a denominator. */
export function formatReduced(value: Fraction): string {
  const { numerator, denominator } = reduce(value);
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

/** Reads what `formatFraction` writes, and whole or decimal numbers (`0.10`); undefined for anything else. */
export function parseFraction(text: string): Fraction | undefined {
  const ratio = /^(-?\d+)\/(\d+)$/.exec(text);
  if (ratio) {
    const denominator = BigInt(ratio[2] ?? '0');
    return denominator === 0n ? undefined : fraction(BigInt(ratio[1] ?? '0'), denominator);
  }
  const decimal = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!decimal) return undefined;
  const decimals = decimal[3] ?? '';
  const magnitude = BigInt(`${decimal[2]}${decimals}`);
  return fraction(decimal[1] === '-' ? -magnitude : magnitude, 10n ** BigInt(decimals.length));
}
