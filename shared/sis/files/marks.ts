import { type GradeScale, markOf } from '../../domain/academics/gradeScale.ts';
import type { Fraction } from '../../domain/fraction.ts';
import { DECIMAL_SCALE } from '../../lake/schema.ts';
import type { RowRefusal, RowRule, RowView, RuleScope } from '../fileSpec.ts';

const SCALE_COLUMN = 'gradeScaleId';

/** A scale as rows are held to it: nothing is made for a row. */
interface ReadyScale {
  readonly scale: GradeScale;
  /** Ends of its numbers as they are stored; none lies between them where the scale has no numbers. */
  readonly lowest: number;
  readonly highest: number;
  /** Whether a letter is on the scale, by its code in the column. */
  readonly letters: Map<number, boolean>;
}

/**
 * Holds the marks of a row to their scale: the one `gradeScaleId` names, else the tenant's default. A row whose scale the
 * tenant does not declare is kept and told of; without any scale nothing is checked.
 */
export function markRule(letterColumn: string, numericColumn: string): (scope: RuleScope) => RowRule {
  return (scope) => {
    const scaleOf = scaleReader(scope);
    const [letter, numeric] = [scope.indexOf(letterColumn), scope.indexOf(numericColumn)];
    return (row) => {
      const letterCode = row.values[letter] ?? Number.NaN;
      const number = row.values[numeric] ?? Number.NaN;
      if (Number.isNaN(letterCode) && Number.isNaN(number)) return undefined;
      const ready = scaleOf(row);
      if (!ready) return undefined;
      const { scale, lowest, highest } = ready;
      if (number < lowest || number > highest) return offScale(numericColumn, scale, numbersOf(scale));
      if (Number.isNaN(letterCode) || hasLetter(ready, letterCode, row, letterColumn)) return undefined;
      return offScale(letterColumn, scale, lettersOf(scale));
    };
  };
}

function hasLetter({ scale, letters }: ReadyScale, code: number, row: RowView, column: string): boolean {
  const known = letters.get(code);
  if (known !== undefined) return known;
  const found = markOf(scale, row.textOf(column) ?? '') !== undefined;
  letters.set(code, found);
  return found;
}

/** A stored number is on the scale exactly when it lies within these: decimals are kept as whole numbers. */
function readyScale(scale: GradeScale): ReadyScale {
  const { numbers } = scale;
  return {
    scale,
    lowest: numbers
      ? -floored({ ...numbers.minimum, numerator: -numbers.minimum.numerator })
      : Number.POSITIVE_INFINITY,
    highest: numbers ? floored(numbers.maximum) : Number.NEGATIVE_INFINITY,
    letters: new Map(),
  };
}

/** The largest stored decimal that is no more than a fraction. */
function floored({ numerator, denominator }: Fraction): number {
  const scaled = numerator * BigInt(DECIMAL_SCALE);
  const quotient = scaled / denominator;
  return Number(scaled < 0n && quotient * denominator !== scaled ? quotient - 1n : quotient);
}

function scaleReader({ gradeScales, indexOf, note }: RuleScope): (row: RowView) => ReadyScale | undefined {
  const column = indexOf(SCALE_COLUMN);
  const standing = gradeScales?.default && readyScale(gradeScales.default);
  const known = new Map<number, ReadyScale | undefined>();
  return (row) => {
    const value = row.values[column] ?? Number.NaN;
    if (!gradeScales || Number.isNaN(value)) return standing;
    if (!known.has(value)) {
      const scale = gradeScales.byId.get(row.textOf(SCALE_COLUMN) ?? '');
      known.set(value, scale && readyScale(scale));
    }
    const ready = known.get(value);
    if (!ready && gradeScales.byId.size > 0) {
      note({
        column: SCALE_COLUMN,
        code: 'row.unknown_grade_scale',
        finding: { value: row.textOf(SCALE_COLUMN) ?? '' },
        consequence:
          'the tenant file declares no such scale, and the marks are kept unchecked. Name it in gradeScales.',
      });
    }
    return ready;
  };
}

function offScale(column: string, { id }: GradeScale, has: string): RowRefusal {
  return {
    column,
    code: 'row.outside_scale',
    message: `${column} is not on the scale "${id}", which has ${has}: correct it, or name its own scale in gradeScaleId.`,
  };
}

const numbersOf = ({ numbers }: GradeScale): string =>
  numbers ? `a number from ${decimalOf(numbers.minimum)} to ${decimalOf(numbers.maximum)}` : 'no number, only marks';

const lettersOf = ({ marks }: GradeScale): string =>
  marks.length > 0 ? `one of ${marks.map(({ mark }) => mark).join(', ')}` : 'a number and no letter';

const decimalOf = ({ numerator, denominator }: Fraction): string => String(Number(numerator) / Number(denominator));
