import { type Fraction, fraction } from '../fraction.ts';
import type { WellBeingCutPoints } from './cutPoints.ts';
import type { SurveyResponse } from './record.ts';

type Answer = Pick<SurveyResponse, 'score' | 'minimum' | 'maximum' | 'higherIsBetter'>;

/** How far above the bad end of its scale an answer lies, in the scale's unit. */
const aboveBadEnd = ({ score, minimum, maximum, higherIsBetter }: Answer): number =>
  higherIsBetter ? score - minimum : maximum - score;

/** Where an answer lies on its scale, exact: 0 at the bad end, 1 at the good one. */
export const positionOf = (answer: Answer): Fraction => fraction(aboveBadEnd(answer), answer.maximum - answer.minimum);

/** Whether an answer lies in the lowest share of its scale, the end of that share included. */
export function isLow(answer: Answer, { small, numerator, denominator }: WellBeingCutPoints): boolean {
  const [above, length] = [aboveBadEnd(answer), answer.maximum - answer.minimum];
  if (small) return above * small.denominator <= small.numerator * length;
  return BigInt(above) * denominator <= numerator * BigInt(length);
}

/** Negative, zero or positive as `a` lies below, at or above `b` on their scales. */
export function comparePositions(a: Answer, b: Answer): number {
  const difference =
    BigInt(aboveBadEnd(a)) * BigInt(b.maximum - b.minimum) - BigInt(aboveBadEnd(b)) * BigInt(a.maximum - a.minimum);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
