import type { RowRule, RuleScope } from '../fileSpec.ts';

/** Refuses a row that ends before it begins; a day that is empty is open. */
export function inOrder(begin: string, end: string): (scope: RuleScope) => RowRule {
  const message = `The row ends before it begins: correct ${end} or ${begin}.`;
  return ({ indexOf }) => {
    const [first, last] = [indexOf(begin), indexOf(end)];
    return ({ values }) =>
      (values[last] ?? Number.NaN) < (values[first] ?? Number.NaN)
        ? { column: end, code: 'row.end_before_begin', message }
        : undefined;
  };
}
