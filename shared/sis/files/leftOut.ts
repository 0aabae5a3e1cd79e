import type { RowView, RuleScope } from '../fileSpec.ts';

/**
 * Tells of the rows in which a `codedOrEmpty` column says nothing: which codes no map names, and how many cells are empty
 * where that matters too.
 */
export function leftOutNotes(
  { indexOf, note }: RuleScope,
  column: string,
  consequence: { readonly unmapped: string; readonly empty?: string },
): (row: RowView) => void {
  const index = indexOf(column);
  return ({ values, textOf }) => {
    if (!Number.isNaN(values[index])) return;
    const value = textOf(column);
    if (value !== undefined) {
      note({ column, code: 'row.unmapped_code', finding: { value }, consequence: consequence.unmapped });
    } else if (consequence.empty !== undefined) {
      note({ column, code: 'row.missing_value', finding: 'is empty', consequence: consequence.empty });
    }
  };
}
