import { type GradeScale, isOnScale, markOf } from '../../domain/academics/gradeScale.ts';
import { type Fraction, fraction } from '../../domain/fraction.ts';
import { DECIMAL_SCALE } from '../../lake/schema.ts';
import type { RowRefusal, RowRule, RowView, RuleScope } from '../fileSpec.ts';

const SCALE_COLUMN = 'gradeScaleId';

/**
 * Holds the marks of a row to their scale: the one `gradeScaleId` names, else the tenant's default. A row whose scale the
 * tenant does not declare is kept and told of; without any scale nothing is checked.
 */
export function markRule(letterColumn: string, numericColumn: string): (scope: RuleScope) => RowRule {
  return (scope) => {
    const scaleOf = scaleReader(scope);
    const [letter, numeric] = [scope.indexOf(letterColumn), scope.indexOf(numericColumn)];
    const letters = new Map<string, boolean>();
    return (row) => {
      const [letterValue, number] = [row.values[letter] ?? Number.NaN, row.values[numeric] ?? Number.NaN];
      if (Number.isNaN(letterValue) && Number.isNaN(number)) return undefined;
      const scale = scaleOf(row);
      if (!scale) return undefined;
      if (!Number.isNaN(number) && !isOnScale(scale, exact(number))) return offScale(numericColumn, scale);
      if (Number.isNaN(letterValue)) return undefined;
      const key = `${scale.id} ${letterValue}`;
      const known = letters.get(key) ?? markOf(scale, row.textOf(letterColumn) ?? '') !== undefined;
      letters.set(key, known);
      return known ? undefined : offScale(letterColumn, scale);
    };
  };
}

/** The decimal as it was written. */
const exact = (stored: number): Fraction => fraction(stored, DECIMAL_SCALE);

function scaleReader({ gradeScales, indexOf, note }: RuleScope): (row: RowView) => GradeScale | undefined {
  const column = indexOf(SCALE_COLUMN);
  const known = new Map<number, GradeScale | undefined>();
  return (row) => {
    if (!gradeScales) return undefined;
    const value = row.values[column] ?? Number.NaN;
    if (Number.isNaN(value)) return gradeScales.default;
    if (!known.has(value)) known.set(value, gradeScales.byId.get(row.textOf(SCALE_COLUMN) ?? ''));
    const scale = known.get(value);
    if (!scale && gradeScales.byId.size > 0) {
      note({
        column: SCALE_COLUMN,
        code: 'row.unknown_grade_scale',
        finding: { value: row.textOf(SCALE_COLUMN) ?? '' },
        consequence:
          'the tenant file declares no such scale, and the marks are kept unchecked. Name it in gradeScales.',
      });
    }
    return scale;
  };
}

function offScale(column: string, { id, numbers, marks }: GradeScale): RowRefusal {
  const isNumeric = /numeric/i.test(column);
  const expected = isNumeric
    ? numbers
      ? `a number from ${decimalOf(numbers.minimum)} to ${decimalOf(numbers.maximum)}`
      : 'no number, only marks'
    : marks.length > 0
      ? `one of ${marks.map(({ mark }) => mark).join(', ')}`
      : 'a number and no letter';
  return {
    column,
    code: 'row.outside_scale',
    message: `${column} is not on the scale "${id}", which has ${expected}: correct it, or name its own scale in gradeScaleId.`,
  };
}

const decimalOf = ({ numerator, denominator }: Fraction): string => String(Number(numerator) / Number(denominator));
