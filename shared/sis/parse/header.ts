import type { FileSpec, OneRosterVersion } from '../fileSpec.ts';
import { derivedColumnsOf, neededColumns } from '../mapping/derivedColumns.ts';
import type { FileMapping } from '../mapping/fileMapping.ts';
import { isMetadata, type MetadataField, metadataFields } from './metadata.ts';

/** Where the columns of the table stand in the rows of the file. */
export interface Layout {
  /** Fields each row must have. */
  readonly width: number;
  /** Per column of the table the index of its field; -1 when the file does not have it. */
  readonly fields: Int32Array;
  /** Index of the field, -1 without. */
  readonly status: number;
  readonly dateLastModified: number;
  /** Columns that are carried along with the row. */
  readonly metadata: readonly MetadataField[];
}

export interface HeaderFinding {
  readonly column?: string;
  readonly code: string;
  readonly message: string;
}

export interface HeaderOutcome {
  /** Absent when no row of the file can be read. */
  readonly layout?: Layout;
  readonly findings: readonly HeaderFinding[];
}

export interface HeaderExpectation {
  readonly spec: FileSpec;
  readonly version: OneRosterVersion;
  readonly mode: 'bulk' | 'delta';
  readonly mapping: FileMapping | undefined;
}

/** What stands between cells where the delimiter was not told. */
const OTHER_SEPARATORS = [
  ['semicolons', ';'],
  ['tabs', '\t'],
  ['vertical bars', '|'],
  ['commas', ','],
] as const;

const DELTA_COLUMNS = ['status', 'dateLastModified'];

/** Finds the table's columns in a header row. Column names of a header that is none are never told: it may be a row. */
export function readHeader(names: readonly string[], expected: HeaderExpectation): HeaderOutcome {
  const targets = targetsOf(names, expected);
  const all = targets.flat();
  const missing = requiredColumns(expected).filter((column) => !all.includes(column));
  if (missing.length > 0) return { findings: missingColumns(missing, names, expected) };
  const twice = all.find((target, index) => all.indexOf(target) !== index);
  if (twice !== undefined) return { findings: [duplicateColumn(twice)] };
  const place = (column: string) => targets.findIndex((each) => each.includes(column));
  return {
    layout: {
      width: names.length,
      fields: Int32Array.from(expected.spec.columns, (column) => place(column.name)),
      status: place('status'),
      dateLastModified: place('dateLastModified'),
      metadata: metadataFields(
        names,
        targets.map(([target]) => target),
      ),
    },
    findings: [
      ...unknownColumns(names, targets, expected),
      ...repeatedMetadata(names),
      ...misplacedColumns(names, expected),
    ],
  };
}

/** What each field of the file is to the table; nothing for what it does not read. */
function targetsOf(
  names: readonly string[],
  { spec, mapping, mode }: HeaderExpectation,
): readonly (readonly string[])[] {
  const renames = mapping?.columns ?? {};
  const taken = new Set(names.flatMap((name) => renames[name] ?? []));
  // What other systems call status is seldom whether a record was deleted.
  const delta = mapping && mode === 'bulk' ? [] : DELTA_COLUMNS;
  const own = new Set([...spec.columns.map((column) => column.name), ...delta]);
  return names.map((name) => {
    const column = currentName(name, names, spec);
    return renames[name] ?? (own.has(column) && !taken.has(column) ? [column] : []);
  });
}

/** What the standard calls a column today, where the file has only its former name. */
function currentName(name: string, names: readonly string[], { formerNames }: FileSpec): string {
  const current = formerNames?.[name];
  return current === undefined || names.includes(current) ? name : current;
}

function requiredColumns({ spec, version, mode, mapping }: HeaderExpectation): readonly string[] {
  const required = spec.columns.filter((column) => column.required === true || column.required === version);
  const names = [...required.map((column) => column.name), ...(mode === 'delta' ? DELTA_COLUMNS : [])];
  return names.filter((name) => mapping?.constants[name] === undefined);
}

/** Of a header that is one column the separator is told, rather than every column. */
function missingColumns(
  missing: readonly string[],
  names: readonly string[],
  expected: HeaderExpectation,
): readonly HeaderFinding[] {
  const separator = names.length === 1 ? OTHER_SEPARATORS.find(([, each]) => names[0]?.includes(each)) : undefined;
  if (separator === undefined) return missing.map((column) => missingColumn(column, names, expected));
  const message = `The header is a single column with ${separator[0]} in it: separate cells with commas, or set delimiter in the mapping.`;
  return [{ code: 'table.missing_header', message }];
}

function missingColumn(column: string, names: readonly string[], { mapping }: HeaderExpectation): HeaderFinding {
  const source = Object.entries(mapping?.columns ?? {}).find(([, targets]) => targets.includes(column))?.[0];
  if (source !== undefined) {
    const message = `The header has no column "${source}", from which the mapping takes ${column}: name the one that holds it.`;
    return { column, code: 'table.missing_header', message };
  }
  const otherCase = names.some((name) => name.trim().toLowerCase() === column.toLowerCase());
  return {
    column,
    code: 'table.missing_header',
    message: otherCase
      ? `The header writes the column ${column} in other letters or with spaces: write exactly "${column}".`
      : `The header has no column "${column}": add it, or name the column that holds it in the mapping.`,
  };
}

function duplicateColumn(column: string): HeaderFinding {
  return {
    column,
    code: 'table.duplicate_header',
    message: `The header names the column "${column}" twice: keep the one that counts.`,
  };
}

function unknownColumns(
  names: readonly string[],
  targets: readonly (readonly string[])[],
  { spec, mapping }: HeaderExpectation,
): readonly HeaderFinding[] {
  const standard = [...Object.values(spec.headers ?? {}).flat(), ...spec.columns.map((column) => column.name)];
  const made = mapping ? [...neededColumns(mapping), ...derivedColumnsOf(mapping).names] : [];
  const known = new Set([...standard, ...made]);
  const unknown = names.filter((name, index) => targets[index]?.length === 0 && !known.has(name) && !isMetadata(name));
  if (unknown.length === 0) return [];
  const shown = unknown.slice(0, 20).map((name) => `"${name.slice(0, 60)}"`);
  const more = unknown.length > shown.length ? ` and ${unknown.length - shown.length} more` : '';
  return [
    {
      code: 'table.unknown_column',
      message: `Columns that ${spec.name}.csv does not have were passed over: ${shown.join(', ')}${more}.`,
    },
  ];
}

function repeatedMetadata(names: readonly string[]): readonly HeaderFinding[] {
  const repeated = names.find((name, index) => isMetadata(name) && names.indexOf(name) !== index);
  if (repeated === undefined) return [];
  const message = `The header names the column "${repeated.slice(0, 60)}" twice: the first one is carried along.`;
  return [{ code: 'table.duplicate_header', message }];
}

/** OneRoster 1.2 fixes the order of columns; 1.1 exports seldom keep it, and names are enough to read them. */
function misplacedColumns(names: readonly string[], { spec, version, mapping }: HeaderExpectation) {
  const order = version === '1.2' && !mapping ? spec.headers?.['1.2'] : undefined;
  if (!order) return [];
  const places = names.flatMap((name) => {
    if (isMetadata(name)) return order.length;
    return order.includes(name) ? order.indexOf(name) : [];
  });
  const ordered = places.every(
    (place, index) => index === 0 || place > (places[index - 1] ?? -1) || place === order.length,
  );
  const finding: HeaderFinding = {
    code: 'table.column_order',
    message: 'The columns are not in the order of OneRoster 1.2, metadata last; they were read by name.',
  };
  return ordered ? [] : [finding];
}
