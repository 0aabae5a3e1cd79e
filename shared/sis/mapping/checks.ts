import type { CellType } from '../cells/cell.ts';
import { FILES } from '../registry.ts';
import { derivedColumnsOf } from './derivedColumns.ts';
import type { FileMapping } from './fileMapping.ts';

export interface MappingIssue {
  readonly path: readonly string[];
  readonly message: string;
}

const DELTA_COLUMNS = ['status', 'dateLastModified'];
/** What a draft writes where a person must decide. */
export const UNDECIDED = '?';

/** What is wrong with one file's mapping beyond the form of its settings. */
export function issuesOf(file: FileMapping): readonly MappingIssue[] {
  const undecided = undecidedIn(file);
  if (undecided.length > 0) return undecided;
  return [
    ...unknownTargets(file),
    ...targetsTwice(file),
    ...refusedValues(file),
    ...emptyCodes(file),
    ...derivedColumnsOf(file).issues,
  ];
}

/** Where a draft still waits for a person. */
function undecidedIn(file: FileMapping): readonly MappingIssue[] {
  const columns = Object.keys(file.columns).filter((column) => column.startsWith(UNDECIDED));
  const values = valuesOf(file).filter(({ value }) => value.startsWith(UNDECIDED));
  return [
    ...columns.map((column) => ({
      path: ['columns', column],
      message: `put the source column that holds ${file.columns[column]?.join(', ')} in the place of "${column}", or give it in constants`,
    })),
    ...values.map(({ path, column }) => ({
      path,
      message: `say what it means for ${column}, or take the code out: its rows are then rejected`,
    })),
  ];
}

function columnsOf(target: string): readonly string[] {
  const spec = FILES.find((file) => file.name === target);
  return [...(spec?.columns.map((column) => column.name) ?? []), ...DELTA_COLUMNS];
}

function unknownTargets(file: FileMapping): readonly MappingIssue[] {
  const known = columnsOf(file.target);
  return [
    ...Object.entries(file.columns).flatMap(([source, columns]) =>
      columns.map((column) => ({ path: ['columns', source], column })),
    ),
    ...Object.keys(file.codes).map((column) => ({ path: ['codes', column], column })),
    ...valuesOf(file),
  ]
    .filter(({ column }) => !known.includes(column))
    .map(({ path, column }) => ({ path, message: `${file.target} has no column "${column}"` }));
}

function targetsTwice(file: FileMapping): readonly MappingIssue[] {
  const all = Object.entries(file.columns).flatMap(([source, columns]) =>
    columns.map((column) => ({ source, column })),
  );
  return all.flatMap(({ source, column }, index) => {
    const first = all.findIndex((each) => each.column === column);
    if (first === index) return [];
    return [{ path: ['columns', source], message: `${column} is filled from "${all[first]?.source}" already` }];
  });
}

/** Values of the mapping that their columns cannot hold: said when the mapping is read, not when the first row meets one. */
function refusedValues(file: FileMapping): readonly MappingIssue[] {
  const columns = FILES.find(({ name }) => name === file.target)?.columns ?? [];
  return valuesOf(file).flatMap(({ path, column, value }) => {
    const type = columns.find(({ name }) => name === column)?.type;
    if (!type || holds(type, value, file.dateFormat)) return [];
    return [{ path, message: `${column} cannot be "${value}": write ${type.expects}` }];
  });
}

/** An empty cell has nothing to say of other columns. */
function emptyCodes(file: FileMapping): readonly MappingIssue[] {
  return Object.entries(file.codes).flatMap(([column, codes]) =>
    Object.keys(codes[''] ?? {})
      .filter((target) => target !== column)
      .map((target) => ({
        path: ['codes', column, '', target],
        message: `an empty ${column} can mean a ${column} alone`,
      })),
  );
}

function valuesOf(file: FileMapping) {
  return [
    ...Object.entries(file.constants).map(([column, value]) => ({ path: ['constants', column], column, value })),
    ...Object.entries(file.codes).flatMap(([owner, codes]) =>
      Object.entries(codes).flatMap(([code, meaning]) =>
        Object.entries(meaning).map(([column, value]) => ({ path: ['codes', owner, code, column], column, value })),
      ),
    ),
  ];
}

function holds(type: CellType, value: string, dateFormat: string | undefined): boolean {
  const bytes = new TextEncoder().encode(value);
  const read = type.bind({ intern: () => 0, internString: () => 0, ...(dateFormat !== undefined && { dateFormat }) });
  return bytes.length > 0 && Number.isFinite(read(bytes, 0, bytes.length));
}
