import type { TableBuilder } from '../../lake/table.ts';
import { type CellBinding, MISSING, REFUSED, type ReadCell } from '../cells/cell.ts';
import { rememberedCell } from '../cells/rememberedCell.ts';
import type { CodeMap, CodeMaps } from '../codeMap.ts';
import type { FileSpec } from '../fileSpec.ts';
import type { FileMapping } from '../mapping/fileMapping.ts';
import { type CodeEffect, codedCell } from './codedCell.ts';

export interface ColumnBinding {
  readonly spec: FileSpec;
  readonly builder: TableBuilder;
  readonly mapping: FileMapping | undefined;
  readonly codes: CodeMaps;
}

/** The columns of a table, bound to the file they are read from. */
export interface BoundColumns {
  readonly readers: readonly ReadCell[];
  /** Whether codes of a column give other columns values; every other reader only answers. */
  readonly hasEffects: readonly boolean[];
  /** What an empty cell is: the mapping's constant, what a code map says of the empty code, or missing. */
  readonly constants: Float64Array;
  /** The meaning of an enumerated column's value. */
  readonly wordOf: (column: number, value: number) => string | undefined;
  /** What the codes of the row that is being read give to other columns; the reader of rows empties it. */
  readonly effects: CodeEffect[];
}

const encoder = new TextEncoder();

/** Binds each column; throws a `RangeError` for a configured value that its column refuses. */
export function bindColumns(binding: ColumnBinding): BoundColumns {
  const { columns } = binding.spec;
  const words = columns.map(() => new Map<number, string>());
  const effects: CodeEffect[] = [];
  const plain = columns.map(({ type }, index) => {
    const read = type.bind(cellBinding(binding, index, words));
    return type.kind === 'string' ? rememberedCell(read) : read;
  });
  const configured = (name: string, value: string): CodeEffect => {
    const column = columns.findIndex((each) => each.name === name);
    const bytes = encoder.encode(value);
    const read = bytes.length > 0 ? (plain[column]?.(bytes, 0, bytes.length) ?? REFUSED) : REFUSED;
    if (Number.isFinite(read)) return { column, value: read };
    const expects = columns[column]?.type.expects ?? 'a column of the file';
    throw new RangeError(`the code map or mapping gives ${name} the value "${value}": write ${expects}`);
  };
  return {
    readers: plain.map((read, index) => {
      const name = columns[index]?.name ?? '';
      const codes = codesOf(binding, name);
      if (Object.keys(codes).length === 0) return read;
      return codedCell(name, codes, read, configured, (more) => effects.push(...more));
    }),
    hasEffects: columns.map(({ name }) =>
      Object.values(codesOf(binding, name)).some((given) => Object.keys(given).some((target) => target !== name)),
    ),
    constants: Float64Array.from(columns, ({ name }) => {
      const constant = binding.mapping?.constants[name] ?? codesOf(binding, name)['']?.[name];
      return constant === undefined ? MISSING : configured(name, constant).value;
    }),
    wordOf: (column, value) => words[column]?.get(value),
    effects,
  };
}

/** The standard's own names first, so that the configured ones take their place. */
function codesOf({ spec, codes }: ColumnBinding, column: string): CodeMap {
  return { ...spec.codes?.[column], ...codes[column] };
}

function cellBinding({ builder, mapping }: ColumnBinding, column: number, words: Map<number, string>[]): CellBinding {
  return {
    intern: (bytes, start, end) => builder.intern(column, bytes, start, end),
    internString: (value) => {
      const code = builder.internString(column, value);
      words[column]?.set(code, value);
      return code;
    },
    ...(mapping?.dateFormat === undefined ? {} : { dateFormat: mapping.dateFormat }),
  };
}
