import { ByteLookup } from '../cells/byteLookup.ts';
import type { ReadCell } from '../cells/cell.ts';
import type { CodeMap } from '../codeMap.ts';

/** A value that a code gives another column of its row. */
export interface CodeEffect {
  readonly column: number;
  readonly value: number;
}

/** Reads a text as a column's cell does; throws a `RangeError` that names the code map's mistake when it is refused. */
export type ReadConfigured = (column: string, value: string) => CodeEffect;

/**
 * Puts a code map before a cell's own reader: a code it names becomes its meaning, and its effects on other columns are
 * handed to `onEffects`; every other value is read as it stands.
 */
export function codedCell(
  column: string,
  codes: CodeMap,
  read: ReadCell,
  configured: ReadConfigured,
  onEffects: (effects: readonly CodeEffect[]) => void,
): ReadCell {
  const words = Object.keys(codes).filter((code) => code !== '');
  const lookup = new ByteLookup(words);
  const meanings = words.map((word) => meaningOf(column, codes[word] ?? {}, configured));
  return (bytes, start, end) => {
    const meaning = meanings[lookup.find(bytes, start, end)];
    if (!meaning) return read(bytes, start, end);
    if (meaning.effects.length > 0) onEffects(meaning.effects);
    return meaning.own ?? read(bytes, start, end);
  };
}

function meaningOf(column: string, values: CodeMap[string], configured: ReadConfigured) {
  const own = values[column];
  const effects = Object.entries(values).flatMap(([target, value]) =>
    target === column || value === undefined ? [] : [configured(target, value)],
  );
  return { own: own === undefined ? undefined : configured(column, own).value, effects };
}
