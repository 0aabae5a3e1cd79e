import type { Fraction } from '../fraction.ts';
import { type GradeScale, markOf, markOfNumber, markPasses, numberPasses } from './gradeScale.ts';

/** What a mark says; absent where the scale says nothing. */
export interface ReadMark {
  readonly passes?: boolean;
  readonly points?: Fraction;
}

const NOTHING: ReadMark = {};

/** Reads a letter of a scale; undefined when it is none of it. */
export function readLetter(scale: GradeScale, letter: string): ReadMark | undefined {
  const mark = markOf(scale, letter);
  if (!mark) return undefined;
  const passes = markPasses(scale, mark);
  return { ...(passes !== undefined && { passes }), ...(mark.points && { points: mark.points }) };
}

/** Reads a number of a scale: it falls into exactly one mark, and passes from the passing number on. */
export function readNumber(scale: GradeScale, value: Fraction): ReadMark {
  const passes = numberPasses(scale, value);
  if (passes === undefined) return NOTHING;
  const points = markOfNumber(scale, value)?.points;
  return { passes, ...(points && { points }) };
}
