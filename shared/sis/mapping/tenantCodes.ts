import { REFUSED } from '../cells/cell.ts';
import type { FileSpec } from '../fileSpec.ts';
import { FILES } from '../registry.ts';
import type { TenantCodes } from './codeMaps.ts';

export interface CodeMistake {
  /** Within the tenant file: `codes.programs.programType.GIFT.programType`. */
  readonly path: string;
  readonly message: string;
}

/** What a tenant's `codes` say of files and columns there are none of, and values that their columns cannot hold. */
export function mistakesIn({ codes }: Pick<TenantCodes, 'codes'>): readonly CodeMistake[] {
  return Object.entries(codes).flatMap(([file, columns]) => {
    const spec = FILES.find(({ name }) => name === file);
    const path = `codes.${file}`;
    if (!spec) return [{ path, message: 'no file of this name has a table' }];
    return Object.entries(columns).flatMap(([column, map]) => [
      ...(spec.columns.some(({ name }) => name === column) ? [] : [noColumn(`${path}.${column}`, spec, column)]),
      ...Object.entries(map).flatMap(([code, meaning]) => [
        ...Object.entries(meaning).flatMap(([target, value]) =>
          value === undefined ? [] : mistakeOf(`${path}.${column}.${code}.${target}`, spec, target, value),
        ),
        ...(code === '' ? elsewhere(`${path}.${column}.`, column, Object.keys(meaning)) : []),
      ]),
    ]);
  });
}

function mistakeOf(path: string, spec: FileSpec, target: string, value: string): readonly CodeMistake[] {
  const type = spec.columns.find(({ name }) => name === target)?.type;
  if (!type) return [noColumn(path, spec, target)];
  const bytes = new TextEncoder().encode(value);
  const read =
    bytes.length > 0 ? type.bind({ intern: () => 0, internString: () => 0 })(bytes, 0, bytes.length) : REFUSED;
  return Number.isFinite(read) ? [] : [{ path, message: `cannot be "${value}": write ${type.expects}` }];
}

const noColumn = (path: string, { name }: FileSpec, column: string): CodeMistake => ({
  path,
  message: `${name} has no column "${column}"`,
});

/** An empty cell has nothing to say of other columns. */
function elsewhere(path: string, column: string, targets: readonly string[]): readonly CodeMistake[] {
  return targets
    .filter((target) => target !== column)
    .map((target) => ({ path: `${path}.${target}`, message: `an empty ${column} can mean a ${column} alone` }));
}
