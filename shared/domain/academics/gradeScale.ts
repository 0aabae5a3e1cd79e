import { compare, type Fraction } from '../fraction.ts';

/** A mark of a scale, such as `B+`, `3` or `P`. */
export interface ScaleMark {
  readonly mark: string;
  /** The lowest number that means this mark; absent for marks that no number means, such as `P` or `I`. */
  readonly from?: Fraction;
  /** What it is worth in a grade point average; absent when it does not count there. */
  readonly points?: Fraction;
  /** Of a mark without numbers whether it passes; absent when it says neither, such as `I`. */
  readonly passing?: boolean;
}

/** The numbers a scale knows, both ends included, in its own unit: percent, or points from 1 to 4. */
export interface ScaleNumbers {
  readonly minimum: Fraction;
  readonly maximum: Fraction;
  /** The lowest number that passes. */
  readonly passing: Fraction;
}

/**
 * How marks are read: letters, percents or standards. A mark reaches from its `from` up to the next one's and the highest to
 * the maximum, so that a number falls into exactly one.
 */
export interface GradeScale {
  readonly id: string;
  /** Absent for a scale of words alone. */
  readonly numbers?: ScaleNumbers;
  readonly marks: readonly ScaleMark[];
}

/** The scales of a district: by the `gradeScaleId` that rows name, and the one of rows that name none. */
export interface GradeScales {
  readonly byId: ReadonlyMap<string, GradeScale>;
  readonly default?: GradeScale;
}

/** Whether a number is one of the scale's; a scale without numbers knows none. */
export function isOnScale({ numbers }: GradeScale, value: Fraction): boolean {
  return numbers !== undefined && compare(value, numbers.minimum) >= 0 && compare(value, numbers.maximum) <= 0;
}

/** What a letter means; undefined when it is none of the scale's. Case counts: some scales tell `P` from `p`. */
export function markOf(scale: GradeScale, letter: string): ScaleMark | undefined {
  return scale.marks.find(({ mark }) => mark === letter);
}

/** The mark a number means; undefined when the number is off the scale or the scale has no marks with numbers. */
export function markOfNumber(scale: GradeScale, value: Fraction): ScaleMark | undefined {
  if (!isOnScale(scale, value)) return undefined;
  let found: ScaleMark | undefined;
  for (const mark of scale.marks) {
    if (mark.from === undefined || compare(mark.from, value) > 0) continue;
    if (found?.from === undefined || compare(mark.from, found.from) > 0) found = mark;
  }
  return found;
}

/** Whether a number passes; undefined when it is off the scale. */
export function numberPasses(scale: GradeScale, value: Fraction): boolean | undefined {
  return scale.numbers && isOnScale(scale, value) ? compare(value, scale.numbers.passing) >= 0 : undefined;
}

/** Whether a mark of the scale passes; undefined when it says neither. */
export function markPasses({ numbers }: GradeScale, { from, passing }: ScaleMark): boolean | undefined {
  if (from === undefined) return passing;
  return numbers && compare(from, numbers.passing) >= 0;
}

/** What is wrong with a scale, in words for whoever writes it; empty when every mark of it can be read. */
export function problemsOf({ numbers, marks }: GradeScale): readonly string[] {
  const problems: string[] = [];
  const names = marks.map(({ mark }) => mark);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) problems.push(`the mark ${twice} is there twice`);
  const ranged = marks.filter((mark): mark is ScaleMark & { from: Fraction } => mark.from !== undefined);
  const both = ranged.find(({ passing }) => passing !== undefined);
  if (both) problems.push(`${both.mark} has numbers: whether it passes follows from the scale's passing number`);
  if (!numbers) {
    if (ranged.length > 0) problems.push('marks with from need the numbers of the scale: minimum, maximum, passing');
    if (marks.length === 0) problems.push('the scale has neither marks nor numbers');
    return problems;
  }
  return [...problems, ...numberProblems(numbers, ranged)];
}

function numberProblems(
  { minimum, maximum, passing }: ScaleNumbers,
  ranged: readonly (ScaleMark & { readonly from: Fraction })[],
): readonly string[] {
  const problems: string[] = [];
  if (compare(minimum, maximum) >= 0) problems.push('minimum must lie below maximum');
  if (compare(passing, minimum) < 0 || compare(passing, maximum) > 0) {
    problems.push('passing must lie within minimum and maximum');
  }
  if (ranged.length === 0) return problems;
  const falling = [...ranged].sort((a, b) => compare(b.from, a.from));
  for (const [index, { mark, from }] of falling.entries()) {
    const above = falling[index - 1];
    if (above && compare(above.from, from) === 0) problems.push(`${above.mark} and ${mark} begin at the same number`);
  }
  const [highest, lowest] = [falling[0], falling.at(-1)];
  if (highest && compare(highest.from, maximum) > 0) problems.push(`${highest.mark} begins above the maximum`);
  if (lowest && compare(lowest.from, minimum) < 0) problems.push(`${lowest.mark} begins below the minimum`);
  if (lowest && compare(lowest.from, minimum) > 0) {
    problems.push(`numbers below ${lowest.mark} are no mark: let the lowest mark begin at the minimum`);
  }
  if (falling.every(({ from }) => compare(from, passing) !== 0) && compare(passing, minimum) > 0) {
    problems.push('passing lies inside of a mark, which would pass and fail: let a mark begin there');
  }
  return problems;
}
